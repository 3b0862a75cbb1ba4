import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import { lightIcons } from './light-icons.ts'

export default defineConfig({
  plugins: [
    tailwindcss(),
    lightIcons(),
    sveltekit({
      adapter: adapter({ out: 'build' }),
      // A page brings its styles along: nothing stands between its text and its first paint.
      inlineStyleThreshold: 100_000,
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          // A tenant's colour and a bar's length are style attributes; no style element comes from anywhere else.
          'style-src-attr': ['unsafe-inline'],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'worker-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
})
