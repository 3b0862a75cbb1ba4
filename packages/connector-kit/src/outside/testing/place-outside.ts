import { cpSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Puts a package where an outside one would lie: in a folder of its own, far from this repository, with nothing beside it. */
export function placeOutside(name: string): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), `outside-${name}-`)))
  cpSync(path.join(import.meta.dirname, name), folder, { recursive: true })
  const manifest = { name: `throughline-${name}`, version: '1.0.0', type: 'module', exports: { '.': './connector.ts' } }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest))
  return folder
}
