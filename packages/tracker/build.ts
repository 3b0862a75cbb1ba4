import { mkdir, writeFile } from 'node:fs/promises'
import { bundles } from './bundles.ts'

/** Writes what a site loads to `build/`: one file each for modules, for a script tag and for React Native. */
const folder = new URL('build/', import.meta.url)
await mkdir(folder, { recursive: true })
for (const { file, code } of await bundles()) await writeFile(new URL(file, folder), code)
