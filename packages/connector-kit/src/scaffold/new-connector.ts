import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runCommand, type Say } from './run-command.ts'

const template = path.join(import.meta.dirname, 'template')

/** What a connector may be called: its folder, its part of a URL, its package. */
export const connectorId = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/**
 * Writes `packages/connectors/<id>/`, a connector that passes the conformance suite as it stands, and brings the lock file
 * up to it. Nothing else that is committed changes. Gives back the files written, relative to the root.
 * @throws Error in one line where the id will not do or is taken.
 */
export async function newConnector(root: string, id: string, say: Say = () => {}): Promise<string[]> {
  if (!connectorId.test(id)) throw new Error(`"${id}" will not do: small letters, digits and single dashes, please.`)
  const folder = path.join(root, 'packages', 'connectors', id)
  if (existsSync(folder)) throw new Error(`There is already a folder packages/connectors/${id}.`)
  const written = writeTemplate(folder, id).map((file) => path.relative(root, file))
  say('bringing the lock file up to it')
  await runCommand(root, 'pnpm', ['install', '--lockfile-only', '--offline'])
  say('linking it')
  await runCommand(root, 'pnpm', ['install', '--frozen-lockfile', '--offline'])
  await runCommand(root, 'prettier', ['--write', '--log-level', 'warn', folder])
  return written
}

/** The template's files for this id, into this folder. */
export function writeTemplate(folder: string, id: string): string[] {
  const files = readdirSync(template, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt'))
  return files.sort().map((name) => {
    const target = path.join(folder, name.replace(/\.txt$/, ''))
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, fill(readFileSync(path.join(template, name), 'utf8'), id))
    return target
  })
}

function fill(text: string, id: string): string {
  const name = id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
  return text.replaceAll('__id__', id).replaceAll('__Name__', name)
}
