import { randomUUID } from 'node:crypto'
import { authenticateJob, dropEventMonth, oldEventMonths } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkEvents } from './check-events.ts'
import { firstKept, letGoOfEvents, monthsBack, oldEvents } from './forget-events.ts'
import { importFixture, type ImportFixture } from './import/testing/import-fixture.ts'
import { campaignId, received } from './testing/sent.ts'
import { writeEvents } from './write-events.ts'

let f: ImportFixture
beforeAll(async () => {
  f = await importFixture()
})
afterAll(() => f.ledger.t.drop())

const now = new Date(received)
const header = 'event_id,event_type,timestamp,user_id,source,campaign_id,delivery_channel'
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const line = (n: number, at: string) => `${id(n)},campaign_clicked,${at},user-${n},web,${campaignId},email`
const write = async (...lines: string[]) => {
  const importId = await f.upload([header, ...lines, ''].join('\n'), { pieces: 10_000 })
  await f.imports.start(f.olive, cast.harbor, importId, 'write')
  await f.run()
  return f.imports.read(f.olive, cast.harbor, importId)
}
const months = async () => {
  const there = await oldEventMonths(f.ledger.t.database, '2026-01-01')
  return there.map(({ month }) => month)
}
const keys = async () =>
  (await f.ledger.t.superuser<{ n: string }[]>`select right(event_id::text, 1) as n from event_key order by 1`).map(
    ({ n }) => n,
  )
const clicks = async () =>
  f.ledger.t.superuser`
    select day::text, sum(clicked)::int as n from activity_movement group by 1 having sum(clicked) <> 0 order by 1`
const letGo = () =>
  letGoOfEvents(
    f.ledger.t.door,
    { actor: authenticateJob(cast.harbor, 'events forget'), tenantId: cast.harbor },
    { before: '2025-04-01', now },
  )

describe('months of events that are forgotten', () => {
  let before: unknown
  let old = ''

  test('are those that were said, never of the last 35 days', () => {
    expect(firstKept('2025-04', now)).toEqual({ day: '2025-04-01' })
    expect(firstKept('2026-10', now)).toEqual({ day: '2026-10-01' })
    expect(firstKept('2026-11', now)).toEqual({ why: 'Nothing of the last 35 days can be forgotten.' })
    expect(firstKept('2025-13', now)).toMatchObject({ why: /month/ })
    expect([monthsBack(13, now), monthsBack(1, now)]).toEqual(['2025-10', '2026-10'])
  })

  test('are told with their events before anything happens', async () => {
    // At 02:00 UTC on the 1st it is still March in Chicago.
    old = (
      await write(
        line(1, '2025-02-10'),
        line(2, '2025-03-31 12:00'),
        line(3, '2025-03-31 21:00'),
        line(4, '2025-04-20'),
      )
    ).importId
    await write(line(5, '2025-04-21'))
    before = await clicks()
    expect(before).toHaveLength(5 - 1)
    expect(await months()).toEqual(['2025-02', '2025-03', '2025-04'])
    const told = await f.ledger.inside((it) => oldEvents(it, { from: '2025-02-01', before: '2025-04-01' }))
    expect([...told].sort()).toEqual([
      ['2025-02', 1],
      ['2025-03', 1],
    ])
    expect(await keys()).toEqual(['1', '2', '3', '4', '5'])
  })

  test('go with the ids of their events, and nothing that was counted changes', async () => {
    await letGo()
    for (const month of ['2025-02', '2025-03']) await dropEventMonth(f.ledger.t.logins.owner, month)
    expect(await months()).toEqual(['2025-04'])
    expect(await keys()).toEqual(['3', '4', '5'])
    expect(await f.ledger.t.superuser`select 1 from event`).toHaveLength(3)
    expect(await clicks()).toEqual(before)
    const [audit] = await f.ledger.t.superuser`select actor, detail from audit where action = 'events.forgotten'`
    expect(audit).toMatchObject({
      detail: { before: '2025-04-01', kept: 'counts', months: { '2025-02': 1, '2025-03': 1 } },
    })
  })

  test('are not missed by the check, which looks at what is left', async () => {
    expect(await f.ledger.inside(checkEvents)).toMatchObject({ ok: true, events: 2, days: 2 })
    await f.ledger.t.superuser`update activity_movement set clicked = clicked + 1 where day = '2025-04-20'`
    expect(await f.ledger.inside(checkEvents)).toMatchObject({ ok: false })
    await f.ledger.t.superuser`update activity_movement set clicked = clicked - 1 where day = '2025-04-20'`
  })

  test('take nothing any more, by an import neither; what comes after them is taken', async () => {
    const again = await write(line(1, '2025-02-10'), line(6, '2025-03-05'), line(7, '2025-05-05'))
    expect(again).toMatchObject({ accepted: 1, rejected: 2 })
    const refused = await f.imports.refused(f.olive, cast.harbor, again.importId, { after: 0, limit: 10 })
    expect(refused.rows.map(({ code }) => code)).toEqual(['too_old', 'too_old'])
    expect(await months()).toEqual(['2025-04', '2025-05'])
    expect(await clicks()).toHaveLength(5)
  })

  test('take nothing that was judged before they were forgotten', async () => {
    const event = (at: string) => ({
      ...{ eventId: randomUUID(), kind: 3, happenedAt: Date.parse(at), late: true, source: 'web', person: undefined },
      ...{ campaign: undefined, creative: undefined, region: undefined, channel: 0, amount: null, withheld: false },
      ...{ engagement: undefined, properties: '{}' },
    })
    const writing = (at: string) =>
      f.ledger.inside((it) =>
        writeEvents(it, { events: [event(at)], deliveries: [], origin: 'import', keyring: f.ledger.keyring, now }),
      )
    await expect(writing('2025-03-31T23:59:00Z')).rejects.toThrow('forgotten')
    expect((await writing('2025-04-01T12:00:00Z')).fresh).toEqual([true])
  })

  test('keep an import of theirs from being taken back, and no other', async () => {
    await expect(f.imports.start(f.olive, cast.harbor, old, 'undo')).rejects.toThrow('forgotten')
    const other = (await f.imports.list(f.olive, cast.harbor)).find(({ accepted }) => accepted === 1)
    await f.imports.start(f.olive, cast.harbor, other?.importId ?? '', 'undo')
    await f.run()
    expect(await f.imports.read(f.olive, cast.harbor, other?.importId ?? '')).toMatchObject({
      state: 'undone',
      undone: 1,
    })
  })

  test('begun again, change nothing more', async () => {
    await letGo()
    await dropEventMonth(f.ledger.t.logins.owner, '2025-03')
    expect(await f.ledger.t.superuser`select 1 from audit where action = 'events.forgotten'`).toHaveLength(1)
  })
})
