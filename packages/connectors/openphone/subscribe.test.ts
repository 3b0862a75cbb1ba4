import { connect, RetryLater } from '@throughline/connector-kit'
import { createDrive, fakeClock } from '@throughline/connector-kit/testing'
import { rmSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { createEmulator } from './emulator.ts'
import type { Config, Secrets } from './schema.ts'
import { subscribe } from './subscribe.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))

const urls = {
  events: 'https://app.example/hooks/openphone/1/events',
  legacy: 'https://app.example/hooks/openphone/1/legacy',
}
function fresh() {
  const emulator = createEmulator({ clock: fakeClock('2026-11-15T17:00:00.000Z'), random: () => 0.5 })
  const drive = createDrive<Config, Secrets, unknown>(connector, emulator, fakeClock('2026-11-15T17:00:00.000Z'))
  folders.push(drive.around.spoolDir)
  const ctx = connect({ ...drive, signal: new AbortController().signal })
  const held: Secrets = { ...emulator.secrets.good, webhookKey: '' }
  return {
    hooks: emulator.webhooks,
    emulator,
    tell: (more: Partial<Secrets> = {}) => subscribe(ctx, urls, { ...held, ...more }),
  }
}

test('the address is registered once, for all that names a record, and its key is answered', async () => {
  const { hooks, tell } = fresh()
  const told = await tell()
  expect(hooks.hooks).toMatchObject([{ url: urls.events, key: told?.webhookKey }])
  expect(hooks.hooks[0]?.events).toContain('call.completed')
  expect(await tell(told)).toBeUndefined()
  expect(hooks.hooks).toHaveLength(1)
})

test('where the answer was lost, the next attempt finds the address and has its key made anew', async () => {
  const { hooks, tell } = fresh()
  hooks.makeThenFail = true
  await expect(tell()).rejects.toThrow(RetryLater)
  const lost = hooks.hooks[0]?.key
  const told = await tell()
  expect(hooks.hooks).toMatchObject([{ key: told?.webhookKey }])
  expect(told?.webhookKey).not.toBe(lost)
})

test('a workspace that knows fewer events is told of those that all know', async () => {
  const { hooks, tell } = fresh()
  hooks.knowsAll = false
  expect((await tell())?.webhookKey).toMatch(/^whsec_/)
  expect(hooks.hooks[0]?.events).toEqual(['message.received', 'message.delivered', 'contact.updated'])
})

test('a key that somebody typed in is left alone', async () => {
  const { hooks, emulator, tell } = fresh()
  expect(await tell(emulator.secrets.good)).toBeUndefined()
  expect(hooks.hooks).toEqual([])
})
