import { createRequire } from 'node:module'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

const kit = path.resolve(import.meta.dirname, '..', '..', '..')
const { resolve } = createRequire(import.meta.url)

/** Runs the conformance suite over a package from outside: what it shares with us is found here, as it is when it is loaded. */
export default defineConfig({
  root: import.meta.dirname,
  resolve: {
    alias: [
      { find: /^@throughline\/connector-kit\/testing$/, replacement: path.join(kit, 'src', 'testing', 'index.ts') },
      { find: /^@throughline\/connector-kit$/, replacement: path.join(kit, 'src', 'index.ts') },
      { find: /^@throughline\/canonical$/, replacement: path.join(kit, '..', 'canonical', 'src', 'index.ts') },
      { find: /^zod$/, replacement: path.join(path.dirname(resolve('zod/package.json')), 'index.js') },
    ],
  },
  test: { include: ['check.conformance.ts'] },
})
