import { expect, test } from 'vitest'
import { commands } from './commands/index.ts'
import { dispatch } from './dispatch.ts'
import type { Context } from './command.ts'

const run = async (...args: string[]): Promise<{ code: number; said: string }> => {
  let said = ''
  const bar = { show: () => {}, done: () => {}, clear: () => {} }
  const context: Context = { env: {}, now: () => new Date(0), say: (line) => (said += `${line}\n`), bar }
  return { code: await dispatch(args, context), said }
}

test('the list names every command with its one line', { timeout: 30_000 }, async () => {
  const { code, said } = await run('--help')
  expect(code).toBe(0)
  for (const [name, load] of Object.entries(commands)) {
    expect(said).toContain(`  ${name}`)
    expect(said).toContain((await load()).summary)
  }
})

test('every command tells of itself without doing anything', async () => {
  for (const name of Object.keys(commands)) {
    const { code, said } = await run(name, '--help')
    expect(code).toBe(0)
    expect(said).toMatch(new RegExp(`^throughline ${name}`))
  }
})

test('a word that is no command, not even one every object has, gets the list and a code', async () => {
  for (const word of ['strat', 'constructor', '__proto__']) {
    const { code, said } = await run(word)
    expect(code).toBe(1)
    expect(said).toContain(`There is no command "${word}".`)
  }
})

test('an option that is none is refused by name', async () => {
  await expect(run('backup', '--bad')).rejects.toThrow("Unknown option '--bad'")
})

test('a moment without its zone is no moment', async () => {
  await expect(run('restore', '--at', '2026-11-20 15:00')).rejects.toThrow('is not a moment with its zone')
})
