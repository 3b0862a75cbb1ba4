import { rolldown } from 'rolldown'

const entries = [
  { file: 'tracker.js', input: 'src/index.ts', format: 'esm' },
  { file: 'tracker.script.js', input: 'src/script.ts', format: 'iife' },
  { file: 'react-native.js', input: 'src/react-native.ts', format: 'esm' },
] as const

export type BundleFile = (typeof entries)[number]['file']

/** The tracker as a site loads it: one file, without imports, for browsers of the last two versions. */
export async function bundle(file: BundleFile): Promise<string> {
  const entry = entries.find((each) => each.file === file)
  const build = await rolldown({
    input: new URL(entry?.input ?? '', import.meta.url).pathname,
    platform: 'browser',
    transform: { target: 'es2022' },
  })
  try {
    const { output } = await build.generate({ format: entry?.format ?? 'esm', minify: true })
    return output[0].code.replaceAll('/* @__PURE__ */ ', '')
  } finally {
    await build.close()
  }
}

/** All of them. */
export const bundles = () => Promise.all(entries.map(async ({ file }) => ({ file, code: await bundle(file) })))
