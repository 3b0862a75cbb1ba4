import { existsSync } from 'node:fs'
import path from 'node:path'
import type { CheckStep } from '../../scaffold/check-connector.ts'
import { CommandFailed, runCommand, type Say } from '../../scaffold/run-command.ts'
import { loadOutside, type OutsidePackage } from '../load-outside.ts'

const files = ['package.json', 'emulator.ts']

/** Says whether a package from outside is ready: its files, that it can be loaded where it will run, and the conformance suite there. */
export async function checkOutside(root: string, given: OutsidePackage, say: Say = () => {}): Promise<CheckStep[]> {
  const missing = files.filter((name) => !existsSync(path.join(given.folder, name)))
  const output = missing.map((name) => `missing: ${name}`).join('\n')
  const steps: CheckStep[] = [{ name: 'files', ok: missing.length === 0, output }]
  if (missing.length > 0) return steps
  say('loading it')
  const loaded = await attempt(async () => (await loadOutside(given)).close())
  steps.push({ name: 'loads in a process of its own', ...loaded })
  if (!loaded.ok) return steps
  say('conformance suite')
  const tests = await attempt(() =>
    runCommand(
      root,
      path.join(root, 'node_modules', '.bin', 'vitest'),
      ['run', '--config', path.join(import.meta.dirname, 'vitest.config.ts')],
      { THROUGHLINE_CHECKED: JSON.stringify(given) },
    ),
  )
  return [...steps, { name: 'conformance suite', ...tests }]
}

async function attempt(work: () => Promise<unknown>): Promise<Omit<CheckStep, 'name'>> {
  try {
    await work()
    return { ok: true, output: '' }
  } catch (error) {
    if (error instanceof CommandFailed) return { ok: false, output: error.output }
    return { ok: false, output: error instanceof Error ? error.message : 'no reason is given' }
  }
}
