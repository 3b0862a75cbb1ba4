// Writes packages/connectors/registry.generated.ts from the folders there: one import a connector, by relative path, and
// never an emulator. Plain JavaScript without dependencies, because it runs while packages are being installed.
import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Rebuilds the registry under this root; says whether the file changed. */
export function writeRegistry(root) {
  const folder = path.join(root, 'packages', 'connectors')
  const file = path.join(folder, 'registry.generated.ts')
  const ids = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, 'connector.ts')))
    .map((entry) => entry.name)
    .sort()
  const text = registryOf(ids)
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false
  writeFileSync(file, text)
  return true
}

function registryOf(ids) {
  const variable = (id) => id.replace(/-(.)/g, (_, letter) => letter.toUpperCase()).replace(/^\d/, '_$&')
  return [
    '// Made by bin/connector-registry.mjs from the folder list. Not committed.',
    "import type { AnyConnector } from '@throughline/connector-kit'",
    ...ids.map((id) => `import { connector as ${variable(id)} } from './${id}/connector.ts'`),
    '',
    'export const connectors: Record<string, AnyConnector> = {',
    ...ids.map((id) => `  ${JSON.stringify(id)}: ${variable(id)},`),
    '}',
    '',
  ].join('\n')
}

// Paths are compared as they really are: a clone may be reached through a symbolic link.
const self = fileURLToPath(import.meta.url)
if (process.argv[1] && realpathSync(process.argv[1]) === self)
  writeRegistry(process.argv[2] ?? path.resolve(path.dirname(self), '..'))
