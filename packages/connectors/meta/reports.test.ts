import { runToEnd, step } from '@throughline/connector-kit/testing'
import { describe, expect, test } from 'vitest'
import { MetricsCursor } from './metrics-cursor.ts'
import type { ReportFate } from './emulator.ts'
import { addDays } from './times.ts'
import { figures, open, smallLedger, spendInBooks, spendRead, today, type MetaDrive } from './testing.ts'

/** Twelve ads with figures on each of the last forty days. */
function filled(ads = 12, days = 40, config = {}): MetaDrive {
  const ledger = smallLedger(ads)
  for (const [index, id] of [...ledger.ads.keys()].entries())
    for (let back = 0; back < days; back += 1)
      ledger.deliver(id, addDays(today, -back), figures(100 + back * 13 + index))
  return open({ ledger, own: ['1000'], config: { breakdowns: [], ...config } })
}

const asked = ({ requests }: MetaDrive) =>
  requests.filter(({ method, url }) => method === 'POST' && url.includes('/insights'))
const cursorOf = ({ store }: MetaDrive) => MetricsCursor.parse(store.positions.get('ad_metrics')?.cursor)

async function readsAll(drive: MetaDrive): Promise<void> {
  expect((await runToEnd(drive, 'ad_metrics')).outcome).toBe('done')
  expect(spendRead(drive)).toEqual(spendInBooks(drive))
}

describe('a report', () => {
  test('is asked for once, though the slice ends after every step', async () => {
    const drive = filled()
    await runToEnd(drive, 'ad_metrics', { budgetMs: 0 })
    expect(spendRead(drive)).toEqual(spendInBooks(drive))
    expect(asked(drive)).toHaveLength(2)
  })

  test('asks for every status, the windows still served, days and nothing that corrupts figures', async () => {
    const drive = filled(1, 1)
    const bodies: string[] = []
    const { fetch } = drive.around
    drive.around.fetch = async (request) => {
      if (request.method === 'POST') bodies.push(await request.clone().text())
      return fetch(request)
    }
    await readsAll(drive)
    const form = Object.fromEntries(new URLSearchParams(bodies[0]))
    expect(form).toMatchObject({ level: 'ad', time_increment: '1' })
    expect(form.filtering).toContain('"ARCHIVED","DELETED"')
    expect(form.action_attribution_windows).toBe('["1d_click","7d_click","28d_click","1d_view","1d_ev"]')
    expect(form.fields).not.toContain('wish_bid')
    expect(form).not.toHaveProperty('use_unified_attribution_setting')
  })

  test('that says 100 and "running" is not read yet', async () => {
    const drive = filled(1, 1)
    const heard: string[] = []
    const { fetch } = drive.around
    drive.around.fetch = async (request) => {
      const answer = await fetch(request)
      const [, id, edge] = /\/(\d{13})(\/insights)?\?/.exec(request.url) ?? []
      if (id !== undefined) heard.push(edge ? `${id} rows` : `${id} ${await answer.clone().text()}`)
      return answer
    }
    await readsAll(drive)
    const before = heard.flatMap((each, index) => (each.endsWith(' rows') ? [heard[index - 1]] : []))
    expect(before.length).toBeGreaterThan(0)
    for (const state of before) expect(state).toContain('Job Completed')
    expect(heard.some((state) => state.includes('"Job Running","async_percent_completion":100'))).toBe(true)
  })

  test('not ready is looked at after 5, 10, 20 and then 30 seconds', async () => {
    const drive = filled(1, 1, { backfillFrom: today })
    const waits: number[] = []
    for (let slice = 0; slice < 6; slice += 1) {
      const end = await step(drive, 'ad_metrics')
      if (end.outcome !== 'later') break
      const wait = end.at.getTime() - drive.clock.now().getTime()
      waits.push(wait / 1_000)
      drive.clock.advance(wait)
    }
    expect(waits).toEqual([5, 10, 20, 30, 30])
  })

  const fates: ReportFate[] = ['passing', 'fails', 'skipped', 'stuck', 'expires', 'large']
  test.each(fates)('whose fate is "%s" costs nothing but time', async (fate) => {
    const drive = filled(30, 60)
    drive.emulator.reports.fates.push(fate)
    await readsAll(drive)
    expect(asked(drive).length).toBeGreaterThan(2)
  })

  test.each(fates)('whose fate is "%s" again and again ends in smaller ones', async (fate) => {
    const drive = filled(6, 8, { backfillFrom: addDays(today, -9) })
    drive.emulator.reports.fates.push(...Array<ReportFate>(4).fill(fate))
    await readsAll(drive)
  })

  test('that is gone in the middle of its pages is made anew, and every row arrives', async () => {
    const drive = filled(40, 29, { backfillFrom: addDays(today, -28) })
    drive.emulator.reports.fates.push('expires')
    await readsAll(drive)
    const pages = drive.requests.flatMap(({ url }) => /\/(\d{13})\/insights/.exec(url)?.[1] ?? [])
    const [first, second] = [...new Set(pages)]
    // 1,160 rows: a page and a refusal of the first report, all three pages of the second.
    expect(pages).toEqual([first, first, second, second, second])
    expect(Object.keys(spendRead(drive))).toHaveLength(1_160)
    expect(drive.store.quarantined).toEqual([])
  })

  test('read too early gives a refusal and not a part', async () => {
    const drive = filled(2, 3)
    await step(drive, 'ad_metrics')
    const { cursor } = drive.store.positions.get('ad_metrics') ?? {}
    const early = MetricsCursor.parse(cursor)
    for (const part of early.run?.parts ?? []) if (part.report) part.report.ready = true
    drive.store.positions.set('ad_metrics', { cursor: early, open: true })
    await readsAll(drive)
  })

  test('of rows too heavy for a page is read in smaller ones', async () => {
    const drive = filled(20, 29)
    const { fetch } = drive.around
    drive.around.fetch = async (request) => {
      const limit = Number(new URL(request.url).searchParams.get('limit') ?? 0)
      if (/\/\d{13}\/insights/.test(request.url) && limit > 100)
        return new Response(
          '{"error":{"code":1,"error_subcode":99,"message":"Please reduce the amount of data you are asking for, then retry your request"}}',
          { status: 500 },
        )
      return fetch(request)
    }
    await readsAll(drive)
  })
})

describe('a report that is too large', () => {
  test('is made of fewer days, then of campaigns, ad sets and ads', async () => {
    const drive = filled(12, 5, { backfillFrom: addDays(today, -6) })
    drive.emulator.reports.mostRows = 1
    await readsAll(drive)
    const levels = await Promise.all(asked(drive).map(async (request) => request.url))
    expect(levels.length).toBeGreaterThan(60)
  })

  test('once makes the next ones smaller from the start', async () => {
    const drive = filled(12, 60, { backfillFrom: addDays(today, -60) })
    drive.emulator.reports.mostRows = 90
    await readsAll(drive)
    expect(asked(drive).length).toBeLessThan(40)
  })

  test('because of one ad for which there is no answer names that ad and day, and the others arrive', async () => {
    const drive = filled(12, 3, { backfillFrom: addDays(today, -3) })
    const [first, hopeless] = [...drive.emulator.ledger.ads.values()]
    if (!first || !hopeless) throw new Error('two ads')
    hopeless.hopeless = true
    expect((await runToEnd(drive, 'ad_metrics')).outcome).toBe('done')
    const books = Object.entries(spendInBooks(drive)).filter(([key]) => !key.includes(hopeless.id))
    expect(spendRead(drive)).toEqual(Object.fromEntries(books))
    expect(drive.store.quarantined).toHaveLength(3)
    expect(drive.store.quarantined[0]?.raw).toMatchObject({
      ad_id: hopeless.id,
      problem: 'Meta cannot make a report of this ad and day',
    })
  })
})

describe('progress', () => {
  test('is told in days, and grows', async () => {
    const drive = filled(2, 60, { backfillFrom: addDays(today, -99) })
    await runToEnd(drive, 'ad_metrics')
    const told = drive.store.pages.flatMap(({ progress }) => progress ?? [])
    expect(told.at(-1)).toEqual({ done: 100, of: 100 })
    expect(told.map(({ done }) => done)).toEqual([...told.map(({ done }) => done)].sort((a, b) => a - b))
  })

  test('several reports are made at the same time, and the cursor stays small', async () => {
    const drive = filled(50, 90, { backfillFrom: addDays(today, -120) })
    await step(drive, 'ad_metrics')
    expect(cursorOf(drive).run?.parts.filter(({ report }) => report)).toHaveLength(3)
    await runToEnd(drive, 'ad_metrics')
    const sizes = drive.store.pages.map(({ position }) => JSON.stringify(position).length)
    expect(Math.max(...sizes)).toBeLessThan(8_000)
  })
})
