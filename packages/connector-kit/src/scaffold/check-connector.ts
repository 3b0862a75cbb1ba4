import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { CommandFailed, runCommand, type Say } from './run-command.ts'

export interface CheckStep {
  name: string
  ok: boolean
  /** What went wrong, as printed. */
  output: string
}

const files = ['package.json', 'connector.ts', 'emulator.ts', 'connector.test.ts', 'QUIRKS.md']

/** Says whether a connector is ready: its files, its types and style, and its tests with the conformance suite. */
export async function checkConnector(root: string, id: string, say: Say = () => {}): Promise<CheckStep[]> {
  const folder = path.join('packages', 'connectors', id)
  const missing = files.filter((name) => !existsSync(path.join(root, folder, name)))
  const first = {
    name: 'files',
    ok: missing.length === 0,
    output: missing.map((name) => `missing: ${name}`).join('\n'),
  }
  if (!first.ok) return [first]
  const commands = [
    { name: 'style', tool: 'eslint', args: [folder] },
    { name: 'types', tool: 'tsc', args: ['-p', typesOf(root, id), '--pretty', 'false'] },
    { name: 'tests', tool: 'vitest', args: ['run', '--project', 'unit', folder] },
  ]
  say(commands.map(({ name }) => name).join(', '))
  return [
    first,
    ...(await Promise.all(commands.map(({ name, tool, args }) => attempt(root, folder, name, tool, args)))),
  ]
}

/** This connector's types alone, with what it imports: the whole house takes longer than anybody waits. */
function typesOf(root: string, id: string): string {
  const cache = path.join(root, 'node_modules', '.cache', 'throughline')
  mkdirSync(cache, { recursive: true })
  const file = path.join(cache, `tsconfig.${id}.json`)
  const own = {
    extends: path.join(root, 'tsconfig.base.json'),
    include: [path.join(root, 'packages', 'connectors', id)],
  }
  writeFileSync(file, JSON.stringify({ ...own, exclude: [] }))
  return file
}

async function attempt(root: string, folder: string, name: string, tool: string, args: string[]): Promise<CheckStep> {
  try {
    await runCommand(root, path.join(root, 'node_modules', '.bin', tool), args)
    return { name, ok: true, output: '' }
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error
    // The type checker looks at what it imports too; only this connector's faults are its own.
    const own = error.output.split('\n').filter((line) => line.startsWith(folder))
    if (name === 'types') return { name, ok: own.length === 0, output: own.join('\n') }
    return { name, ok: false, output: error.output }
  }
}
