import { observeRows, splitDelivery } from '@throughline/connector-kit'
import { keep, runToEnd, step } from '@throughline/connector-kit/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { bodyOf } from './emulator.ts'
import { at, fresh, keysOf, recordsOf, sweep, type SwitchboardDrive } from './test-drive.ts'

afterAll(sweep)

const came = (id: string, text: string, more: object = {}) => ({
  id,
  from: '+13145550142',
  text,
  at: at('2026-11-10T12:00:00Z'),
  ...more,
})

function inbox(...incoming: ReturnType<typeof came>[]): SwitchboardDrive {
  const drive = fresh([])
  drive.emulator.ledger.incoming.push(...incoming)
  return drive
}
const optOuts = (drive: SwitchboardDrive) =>
  recordsOf(drive, 'consent')
    .map(({ happenedAt }) => happenedAt)
    .sort()

describe('the inbox', { timeout: 60_000 }, () => {
  test('is read from an export of everything, and what was said is in no record', async () => {
    const drive = inbox(came('im_1', 'my address is\r\n12 "Sample" St, St. Louis'), came('im_2', 'Yes'))
    const bodies: unknown[] = []
    const { fetch } = drive.around
    drive.around.fetch = async (request) => {
      if (request.method === 'POST') bodies.push(await request.clone().json())
      return fetch(request)
    }
    expect((await runToEnd(drive, 'inbox', { budgetMs: 0 })).outcome).toBe('done')
    expect(bodies).toMatchObject([
      { has_replied: false, is_reply_needed: false, include_outgoing: false, config: { include_opted_out: true } },
    ])
    expect(recordsOf(drive, 'message')).toMatchObject([
      { key: 'in:im_1', direction: 'in', status: 'received', person: { phone: '+13145550142' } },
      { key: 'in:im_2' },
    ])
    const [row] = drive.store.rows.values()
    expect(JSON.stringify(row?.records)).not.toContain('Sample')
    expect(row?.raw).toMatchObject({ text: 'my address is\r\n12 "Sample" St, St. Louis' })
  })

  test('marks somebody as opted out at the time it says, once however many messages they wrote', async () => {
    const optedOutAt = at('2026-11-11T12:00:00Z')
    const drive = inbox(came('im_1', 'Yes', { optedOutAt }), came('im_2', 'please leave me', { optedOutAt }))
    await runToEnd(drive, 'inbox')
    expect(optOuts(drive)).toEqual(['2026-11-11T12:00:00.000Z'])
  })

  test('that marks without a time dates it when it was first seen, and keeps that', async () => {
    const drive = inbox(came('im_1', 'Yes', { optedOutAt: at('2026-11-11T12:00:00Z') }))
    drive.emulator.exports = { ...drive.emulator.exports, without: 'opted_out_at' }
    await runToEnd(drive, 'inbox')
    const first = optOuts(drive)
    expect(first).toHaveLength(1)
    expect(first[0]?.slice(0, 16)).toBe('2026-11-15T17:00')
    drive.clock.advance(86_400_000)
    await runToEnd(drive, 'inbox')
    expect(optOuts(drive)).toEqual(first)
  })

  test('that no longer marks takes nothing back, and a later mark counts as well', async () => {
    const drive = inbox(came('im_1', 'Yes', { optedOutAt: at('2026-11-11T12:00:00Z') }))
    await runToEnd(drive, 'inbox')
    drive.emulator.ledger.incoming.splice(0, 1, came('im_1', 'Yes'))
    await runToEnd(drive, 'inbox')
    expect(optOuts(drive)).toEqual(['2026-11-11T12:00:00.000Z'])
    drive.emulator.ledger.incoming.splice(0, 1, came('im_1', 'Yes', { optedOutAt: at('2026-11-14T12:00:00Z') }))
    await runToEnd(drive, 'inbox')
    expect(optOuts(drive)).toEqual(['2026-11-11T12:00:00.000Z', '2026-11-14T12:00:00.000Z'])
  })

  test('with a word of the client’s own ends texting', async () => {
    const drive = inbox(came('im_1', 'Genug!'))
    drive.connection.config = { ...drive.emulator.config, optOutWords: ['genug'] }
    await runToEnd(drive, 'inbox')
    expect(optOuts(drive)).toEqual(['2026-11-10T12:00:00.000Z'])
  })

  test('without ids knows a message by a keyed hash that holds no number, the same every time', async () => {
    const drive = inbox(came('im_1', 'Yes'), came('im_2', 'No'), came('im_3', 'Yes', { from: '+13125550143' }))
    drive.emulator.exports = { ...drive.emulator.exports, without: 'id' }
    await runToEnd(drive, 'inbox')
    const keys = keysOf(drive, 'inbox')
    expect(keys).toHaveLength(3)
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/)
    drive.emulator.ledger.incoming.reverse()
    await runToEnd(drive, 'inbox')
    expect(keysOf(drive, 'inbox')).toEqual(keys)
  })

  test('and a delivery meet in one row', async () => {
    const stop = came('im_1', 'STOP')
    const drive = inbox(stop)
    const { payload } = drive.emulator.incomingWebhook(stop)
    keep(
      drive.store,
      splitDelivery(connector, 'events', Buffer.from(JSON.stringify(payload)), drive.emulator.config).rows,
    )
    const before = [recordsOf(drive, 'message'), recordsOf(drive, 'consent')]
    await runToEnd(drive, 'inbox')
    expect([recordsOf(drive, 'message'), recordsOf(drive, 'consent')]).toEqual(before)
    expect([keysOf(drive, 'inbox'), keysOf(drive, 'opt_outs')]).toEqual([['im_1'], ['in:im_1']])
  })

  test('with a heading for the number that nobody knows stops and says where to name it; named, it is read', async () => {
    const drive = inbox(came('im_1', 'Yes'))
    drive.emulator.exports = { ...drive.emulator.exports, without: 'phone_number' }
    const end = await runToEnd(drive, 'inbox')
    expect(end.outcome).toBe('changed')
    if (end.outcome === 'changed') expect(end.error.say).toContain('Columns of exports')
    const columns = connector.config.parse({ backfillFrom: '2026-01-01', columns: { Kontakt: 'phone_number' } }).columns
    expect(columns).toEqual({ Kontakt: 'phone_number' })
  })

  test('that this key may not export stops that stream alone', async () => {
    for (const status of [403, 404]) {
      const drive = fresh()
      drive.emulator.faults.next(
        { type: 'status', status, body: JSON.stringify(bodyOf(null, 'forbidden')) },
        { path: '/inbox/export', times: 9 },
      )
      const end = await runToEnd(drive, 'inbox')
      expect(end.outcome).toBe('changed')
      if (end.outcome === 'changed') expect(end.error.say).toContain('opt-outs are read nonetheless')
      expect((await runToEnd(drive, 'messages')).outcome).toBe('done')
    }
  })

  test('in preparation is waited for, not slept for', async () => {
    const drive = inbox(came('im_1', 'Yes'))
    drive.emulator.exports = { ...drive.emulator.exports, polls: 3 }
    const waits: number[] = []
    for (;;) {
      const end = await step(drive, 'inbox')
      if (end.outcome !== 'later') break
      waits.push(end.at.getTime() - drive.clock.now().getTime())
      drive.clock.advance(waits.at(-1) ?? 0)
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 30_000])
  })
})

test('a row without a number or a time is kept, and says nothing that is not known', () => {
  const { rows, quarantined } = observeRows(
    connector,
    'inbox',
    [{ id: 'im_1', text: 'Hi' }, { text: 'Hi' }],
    fresh([]).emulator.config,
  )
  expect(rows.map(({ key, records }) => [key, records])).toEqual([['im_1', []]])
  expect(quarantined).toMatchObject([{ issues: [{ path: 'id' }] }])
})
