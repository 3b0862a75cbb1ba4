import { afterAll, describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { seedPipelines } from './emulator.ts'
import { ctxOf, fresh, poll, rowsIn, tidy, type HubSpotDrive } from './test-drive.ts'

afterAll(tidy)

const totals = (drive: HubSpotDrive, stream: string, from: string, to: string) =>
  connector.streams[stream]?.totals?.(ctxOf(drive), { from, to })

describe('HubSpot’s own counts', () => {
  test('are by the day in the account’s zone, and rows count on the same day', async () => {
    const drive = fresh({
      zone: 'US/Eastern',
      seed: (ledger) => {
        seedPipelines(ledger)
        // Around midnight of 1 November, a day of twenty-five hours there.
        for (const at of [
          '2026-11-01T03:59:59Z',
          '2026-11-01T04:00:00Z',
          '2026-11-02T04:59:59Z',
          '2026-11-02T05:00:00Z',
        ])
          ledger.add('deals', { at: Date.parse(at) })
      },
    })
    await poll(drive, ['deals'])
    expect(await totals(drive, 'deals', '2026-10-31', '2026-11-03')).toEqual([
      { day: '2026-10-31', count: 1 },
      { day: '2026-11-01', count: 2 },
      { day: '2026-11-02', count: 1 },
    ])
    const days = [...rowsIn(drive, 'deals').values()].map(({ tally }) => tally?.day)
    expect(days).toEqual(['2026-10-31', '2026-11-01', '2026-11-01', '2026-11-02'])
  })

  test('show one contact lost in silence on its day, and none where none is', async () => {
    const drive = fresh()
    const lost = drive.emulator.ledger.get('contacts', '81122')
    lost.lost = true
    await poll(drive, ['contacts'])
    const counted = (await totals(drive, 'contacts', '2026-08-25', '2026-09-10')) ?? []
    const ours = Map.groupBy(rowsIn(drive, 'contacts').values(), ({ tally }) => tally?.day)
    const differing = counted.filter(({ day, count }) => count !== (ours.get(day)?.length ?? 0))
    expect(differing).toEqual([{ day: '2026-09-01', count: 1 }])
    lost.lost = false
    drive.emulator.ledger.touch('contacts', '81122', drive.clock.now().getTime())
    await poll(drive, ['contacts'])
    expect(rowsIn(drive, 'contacts').get('48211903:81122')?.tally).toEqual({ day: '2026-09-01' })
  })

  test('of a quiet account are one question, however long the range', async () => {
    const drive = fresh()
    const before = drive.requests.length
    const companies = await totals(drive, 'companies', '2024-01-01', '2027-01-01')
    expect(companies).toEqual([{ day: '2026-02-03', count: 3 }])
    expect(drive.requests.length).toBe(before + 1)
    expect(await totals(drive, 'companies', '2020-01-01', '2020-02-01')).toEqual([{ day: '2020-01-01', count: 0 }])
  })

  test('of a busy one are cut up until they show all that they count', async () => {
    const start = Date.parse('2026-01-01T12:00:00Z')
    const perDay = [0, 3, 700, 0, 0, 1, 250, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 1]
    const drive = fresh({
      zone: 'UTC',
      seed: (ledger) => {
        for (const [day, count] of perDay.entries())
          for (let each = 0; each < count; each += 1) ledger.add('contacts', { at: start + day * 86_400_000 + each })
      },
    })
    drive.connection.unlimited = true
    drive.emulator.limits = 'off'
    const counted = (await totals(drive, 'contacts', '2025-06-01', '2026-06-01')) ?? []
    const expected = perDay.flatMap((count, day) =>
      count === 0 ? [] : [{ day: new Date(start + day * 86_400_000).toISOString().slice(0, 10), count }],
    )
    expect(counted).toEqual(expected)
    expect(drive.requests.length).toBeLessThan(60)
  })

  test('of campaigns are the list’s own, and where there is none, nothing is proved', async () => {
    const drive = fresh()
    expect(await totals(drive, 'campaigns', '2020-01-01', '2027-01-01')).toEqual([{ count: 2 }])
    for (const stream of ['pipelines', 'owners', 'forms', 'stage_moves', 'campaign_members'])
      expect([stream, 'totals' in (connector.streams[stream] ?? {})]).toEqual([stream, false])
  })
})
