import type { CanonicalRecord } from '@throughline/canonical'
import { AskCustomer, connect, RetryLater } from '@throughline/connector-kit'
import { createDrive, fakeClock, runAll, runToEnd } from '@throughline/connector-kit/testing'
import fc from 'fast-check'
import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { createEmulator, type OpenPhoneEmulator } from './emulator.ts'
import { splitEvent } from './events.ts'
import { wordOf } from './opt-out.ts'
import type { Config, Secrets } from './schema.ts'
import { segmentsOf } from './send-text.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))

function fresh() {
  const clock = fakeClock('2026-11-15T17:00:00.000Z')
  const emulator: OpenPhoneEmulator = createEmulator({ clock, random: () => 0.5 })
  const drive = createDrive<Config, Secrets, unknown>(connector, emulator, clock)
  folders.push(drive.around.spoolDir)
  return { ...drive, emulator, ctx: connect({ ...drive, signal: new AbortController().signal }) }
}
const recordsOf = (drive: ReturnType<typeof fresh>): CanonicalRecord[] =>
  [...drive.store.rows.values()].flatMap((row) => row.records)
const text = { from: 'PN1', to: '+13145550123', text: 'Your quote is ready.' }
const send = connector.actions['send_text']

describe('reading', () => {
  test('a page cursor that has expired restarts its window, and everything is read', async () => {
    const drive = fresh()
    drive.emulator.config.backfillFrom = '2026-08-01'
    let expired = 0
    const { fetch } = drive.around
    drive.around.fetch = (request) => {
      if (request.url.includes('after=') && expired < 2) {
        expired += 1
        drive.emulator.cursorsExpire = true
      }
      return fetch(request)
    }
    // Ten a day: a window is more than a page.
    for (let n = 0; n < 400; n += 1)
      drive.emulator.workspace.texts.push({
        ...{ id: `ACmany${n}`, at: Date.parse('2026-10-01T00:00:00Z') + n * 8_640_000, direction: 'outgoing' },
        ...{ other: '+13145550111', text: `Text ${n}`, numberId: 'PN1' },
      })
    await runToEnd(drive, 'messages')
    expect(expired).toBe(2)
    expect([...drive.store.rows.keys()].filter((key) => key.startsWith('messages/ACmany'))).toHaveLength(400)
  })

  test('a status that moves within two days is read again, and an older telling never puts it back', async () => {
    const drive = fresh()
    const at = drive.clock.now().getTime() - 1_000
    drive.emulator.workspace.texts.push({
      id: 'ACnew',
      at,
      direction: 'outgoing',
      other: text.to,
      text: 'Hi',
      numberId: 'PN1',
    })
    await runToEnd(drive, 'messages')
    const status = () => {
      const [message] = drive.store.rows.get('messages/ACnew')?.records ?? []
      return message?.kind === 'message' ? message.status : undefined
    }
    expect(['queued', 'sent']).toContain(status())
    drive.clock.advance(47 * 3_600_000)
    await runToEnd(drive, 'messages')
    expect(status()).toBe('delivered')
    const revisions = drive.store.pages.flatMap(({ rows }) => rows).filter(({ key }) => key === 'ACnew')
    expect(revisions.map(({ revision = 0 }) => revision)).toEqual(
      [...revisions.map(({ revision = 0 }) => revision)].sort(),
    )
  })

  test('any chunking of history gives what one reading gives', async () => {
    const whole = fresh()
    await runAll(whole)
    const keys = [...whole.store.rows.keys()].sort()
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }), async (budgets) => {
        const drive = fresh()
        for (const budgetMs of budgets) await runToEnd(drive, 'messages', { budgetMs })
        await runAll(drive, { budgetMs: 0 })
        expect([...drive.store.rows.keys()].sort()).toEqual(keys)
      }),
      { numRuns: 10 },
    )
  })

  test('only the numbers that are wanted are read', async () => {
    const drive = fresh()
    drive.emulator.config.phoneNumberIds = ['PN2']
    await runAll(drive)
    const calls = [...drive.store.rows.keys()].filter((key) => key.startsWith('calls/'))
    expect(calls.sort()).toEqual(['calls/AC92', 'calls/AC93'])
  })
})

describe('what people say of being written to', () => {
  test('one word stops and one word starts again; a word in a sentence does neither', async () => {
    const drive = fresh()
    await runAll(drive)
    const consents = recordsOf(drive).flatMap((record) =>
      record.kind === 'consent' ? [[record.key, record.granted, record.source]] : [],
    )
    expect(consents.sort()).toEqual([
      ['AC101:consent', false, 'a one-word reply'],
      ['AC102:consent', false, 'carrier code 21610'],
      ['AC105:consent', true, 'a one-word reply'],
    ])
    expect(['STOP', ' stopall ', 'STOP PLEASE', 'Please stop'].map(wordOf)).toEqual(['no', 'no', undefined, undefined])
  })

  test('no word of a text is in any record, and a number that is withheld is nobody', async () => {
    const drive = fresh()
    await runAll(drive)
    const told = JSON.stringify(recordsOf(drive).map((record) => ({ ...record, person: undefined })))
    for (const word of ['Hello number', 'Friday', '+13145550103']) expect(told).not.toContain(word)
    const withheld = recordsOf(drive).find((record) => record.kind === 'message' && record.key === 'AC106')
    expect(withheld).toMatchObject({ person: { anonymousKey: 'AC106' } })
  })

  test('a call is a touch only where somebody was spoken to', async () => {
    const drive = fresh()
    await runAll(drive)
    const touches = recordsOf(drive).filter((record) => record.kind === 'touchpoint' && record.type === 'call')
    expect(touches.map(({ key }) => key).sort()).toEqual(['AC90:call', 'AC93:call'])
  })
})

describe('sending', () => {
  test('after a 500 that hid a success is found by its words, and not sent again', async () => {
    const { emulator, ctx } = fresh()
    emulator.sendThenFail = true
    await expect(send?.run(ctx, text, 'key-1')).rejects.toThrow(RetryLater)
    expect(emulator.writes?.()).toBe(1)
    expect(await send?.find(ctx, 'key-1', text)).toEqual({ ref: 'ACsent1' })
    expect(await send?.find(ctx, 'key-1', { ...text, text: 'Something else.' })).toBeUndefined()
  })

  test.each([
    ['not registered', AskCustomer, 'A2P'],
    ['no credit', AskCustomer, 'subscription'],
    ['daily cap', RetryLater, ''],
  ] as const)('%s is told apart', async (sending, kind, words) => {
    for (const errors of ['wrapped', 'flat'] as const) {
      const { emulator, ctx } = fresh()
      Object.assign(emulator, { sending, errors })
      const failed: unknown = await send?.run(ctx, text, 'key-1').then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(failed).toBeInstanceOf(kind)
      expect((failed as AskCustomer).say).toContain(words)
      expect(emulator.writes?.()).toBe(0)
    }
  })

  test('a daily cap waits for the next day', async () => {
    const { emulator, ctx, clock } = fresh()
    emulator.sending = 'daily cap'
    const failed = (await send?.run(ctx, text, 'key-1').catch((error: unknown) => error)) as RetryLater
    expect(failed.at.getTime() - clock.now().getTime()).toBe(24 * 3_600_000)
  })

  test('parts are counted as carriers bill them: one curly quote more than halves what fits', () => {
    const a = 'a'.repeat(160)
    expect([
      segmentsOf(a),
      segmentsOf(`${a}a`),
      segmentsOf(`’${'a'.repeat(69)}`),
      segmentsOf(`’${'a'.repeat(70)}`),
    ]).toEqual([1, 2, 1, 2])
  })
})

test('a revoked key pauses with what to do, in words', async () => {
  const drive = fresh()
  drive.emulator.revoked = true
  const end = await runToEnd(drive, 'messages')
  expect(end.outcome).toBe('ask')
  if (end.outcome === 'ask') expect(end.error.say).toContain('Make a new one')
})

test('kinds of events that nobody needs are taken and left; made things name their call', () => {
  const event = (type: string, resource: object) => splitEvent({ id: 'E1', type, data: { resource } })
  expect(event('task.created', { id: 'T1' })).toEqual([])
  expect(event('integration.run', {})).toEqual([])
  expect(event('call.voicemail.completed', { id: 'AC5', callId: 'AC4' })).toEqual([{ stream: 'calls', key: 'AC4' }])
  expect(event('message.undelivered', { id: 'AC6' })).toEqual([{ stream: 'messages', key: 'AC6' }])
})
