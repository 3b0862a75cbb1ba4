import { CanonicalRecord } from '@throughline/canonical'
import { connect } from '@throughline/connector-kit'
import { runToEnd } from '@throughline/connector-kit/testing'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { EmulatedLedger, seedAccounts } from './emulator.ts'
import { addDays } from './times.ts'
import { figures, open, smallLedger, spendInBooks, spendRead, today, type MetaDrive } from './testing.ts'

const hourMs = 3_600_000

function filled(options: { ads?: number; days?: number } = {}): MetaDrive {
  const ledger = smallLedger(options.ads ?? 4)
  for (const id of ledger.ads.keys())
    for (let back = 0; back < (options.days ?? 35); back += 1)
      ledger.deliver(id, addDays(today, -back), figures(1_000 + back))
  return open({ ledger, own: ['1000'], config: { breakdowns: [] } })
}

const read = async (drive: MetaDrive) => {
  expect((await runToEnd(drive, 'ad_metrics')).outcome).toBe('done')
}
const nextDay = (drive: MetaDrive) => drive.clock.advance(24 * hourMs)
const firstAd = ({ emulator }: MetaDrive): string => [...emulator.ledger.ads.keys()][0] ?? ''
const rowOf = ({ store }: MetaDrive, ad: string, day: string) => store.rows.get(`ad_metrics/1000/${ad}/${day}`)
const spendOf = (record: CanonicalRecord | undefined) => (record?.kind === 'spend' ? record.amount.minor : undefined)

describe('figures', () => {
  test('become one spend per ad and day, on the account’s own day', async () => {
    const ledger = smallLedger(1)
    const [ad = ''] = ledger.ads.keys()
    ledger.deliver(ad, today, {
      ...{ spendMinor: 14_357, impressions: 10_342, reach: 9_120, clicks: 214, linkClicks: 151, outboundClicks: 140 },
      ...{ landingPageViews: 120, videoPlays: 2_000, videoCompletions: 150, purchases: 9, purchaseMinor: 41_050 },
    })
    const drive = open({ ledger, own: ['1000'], config: { breakdowns: [] } })
    await read(drive)
    expect(rowOf(drive, ad, today)?.records).toEqual([
      {
        kind: 'spend',
        key: `1000/${ad}/${today}`,
        happenedAt: '2026-11-15T05:00:00.000Z',
        sourceDay: { day: today, zone: 'America/New_York' },
        amount: { minor: 14_357, currency: 'USD' },
        account: '1000',
        campaign: '120210000000010000',
        adSet: '120210000000020000',
        ad,
        ...{
          impressions: 10_342,
          clicks: 214,
          linkClicks: 151,
          outboundClicks: 140,
          landingPageViews: 120,
          reach: 9_120,
        },
        ...{ videoPlays: 2_000, videoCompletions: 150, provisional: true },
        reported: [
          { type: 'purchase', window: 'default', count: 9, value: { minor: 41_050, currency: 'USD' } },
          { type: 'purchase', window: '1d_click', count: 5, value: { minor: 25_542, currency: 'USD' } },
          { type: 'purchase', window: '7d_click', count: 8, value: { minor: 36_489, currency: 'USD' } },
          { type: 'purchase', window: '28d_click', count: 8, value: { minor: 36_489, currency: 'USD' } },
          { type: 'purchase', window: '1d_view', count: 1, value: { minor: 4_561, currency: 'USD' } },
        ],
      },
    ])
  })

  test('of zero-decimal money are whole units', async () => {
    const ledger = smallLedger(1)
    const [ad = ''] = ledger.ads.keys()
    ledger.account('1000').currency = 'JPY'
    ledger.deliver(ad, today, figures(1_200))
    const drive = open({ ledger, own: ['1000'], config: { breakdowns: [] } })
    await read(drive)
    expect(rowOf(drive, ad, today)?.records[0]).toMatchObject({ amount: { minor: 1_200, currency: 'JPY' } })
    expect(rowOf(drive, ad, today)?.raw).toMatchObject({ spend: '1200' })
  })

  test('of archived and deleted ads are read, and their names with them', async () => {
    const drive = filled()
    const [archived, deleted] = [...drive.emulator.ledger.ads.values()]
    if (!archived || !deleted) throw new Error('two ads')
    archived.status = 'ARCHIVED'
    deleted.status = 'DELETED'
    for (const stream of ['ads', 'ad_metrics']) await runToEnd(drive, stream)
    expect(spendRead(drive)).toEqual(spendInBooks(drive))
    expect(drive.store.rows.has(`ads/${archived.id}`)).toBe(true)
    expect(drive.store.rows.has(`ads/${deleted.id}`)).toBe(false)
    expect(drive.store.rows.get(`names/ad/${deleted.id}`)?.records).toEqual([
      expect.objectContaining({
        kind: 'ad',
        key: deleted.id,
        name: 'Ad 1',
        campaign: deleted.campaignId,
        adSet: deleted.adSetId,
      }),
    ])
  })

  test('of accounts in different zones end on each one’s own today', async () => {
    const clockAt = '2026-11-15T06:30:00.000Z'
    const drive = open({ config: { breakdowns: [] } }, clockAt)
    const [newYork, losAngeles] = ['1000', '1001'].map(
      (account) => [...drive.emulator.ledger.ads.values()].find((ad) => ad.accountId === account)?.id ?? '',
    )
    for (const ad of [newYork, losAngeles])
      for (const day of ['2026-11-14', '2026-11-15']) drive.emulator.ledger.deliver(ad ?? '', day, figures(5))
    await read(drive)
    expect(drive.store.rows.has(`ad_metrics/1000/${newYork}/2026-11-15`)).toBe(true)
    expect(drive.store.rows.has(`ad_metrics/1001/${losAngeles}/2026-11-15`)).toBe(false)
    drive.clock.advance(3 * hourMs)
    await read(drive)
    expect(drive.store.rows.has(`ad_metrics/1001/${losAngeles}/2026-11-15`)).toBe(true)
  })

  test('older than 37 months are not asked for, and nothing is refused', async () => {
    const ledger = new EmulatedLedger()
    ledger.addAccounts(...seedAccounts)
    const drive = open({ ledger, own: ['1000'], config: { breakdowns: [], backfillFrom: '2019-01-01' } })
    await read(drive)
    expect(drive.store.rows.size).toBe(0)
  })

  test('missing from a row are zero, not unknown spend', () => {
    const row = {
      account_id: '1000',
      ad_id: '1',
      date_start: today,
      date_stop: today,
      account_currency: 'USD',
      account_zone: 'UTC',
      provisional: false,
    }
    const stream = connector.streams.ad_metrics
    expect(spendOf(stream?.map(stream.raw.parse(row), open().emulator.config)[0])).toBe(0)
    expect(stream?.raw.safeParse({ ...row, spend: 12.5 }).success).toBe(true)
  })

  test('of a whole range in one row are set aside: they are no day', () => {
    const row = {
      account_id: '1000',
      ad_id: '1',
      date_start: '2026-11-01',
      date_stop: today,
      account_currency: 'USD',
      account_zone: 'UTC',
      provisional: false,
    }
    expect(connector.streams.ad_metrics?.raw.safeParse(row).success).toBe(false)
  })
})

describe('what Meta restates', () => {
  test('within 28 days is read again once a day; unchanged rows write nothing', async () => {
    const drive = filled()
    await read(drive)
    const ad = firstAd(drive)
    const [inside, outside] = [addDays(today, -26), addDays(today, -31)]
    drive.emulator.ledger.deliver(ad, inside, figures(9_999))
    drive.emulator.ledger.deliver(ad, outside, figures(8_888))
    nextDay(drive)
    const before = drive.store.written
    await read(drive)
    expect(spendOf(rowOf(drive, ad, inside)?.records[0])).toBe(9_999)
    expect(spendOf(rowOf(drive, ad, outside)?.records[0])).toBe(1_031)
    // The restated row, and four ads' day that is now old enough to stand.
    expect(drive.store.written - before).toBe(1 + 4)
  })

  test('within three days is read again every hour', async () => {
    const drive = filled()
    await read(drive)
    drive.emulator.ledger.deliver(firstAd(drive), today, figures(7_777))
    drive.emulator.ledger.deliver(firstAd(drive), addDays(today, -10), figures(6_666))
    drive.clock.advance(hourMs)
    const [before, sent] = [drive.store.written, drive.store.seen]
    await read(drive)
    expect(drive.store.written - before).toBe(1)
    expect(drive.store.seen - sent).toBeLessThan(40)
  })

  test('to nothing becomes a row of zeros, once', async () => {
    const drive = filled()
    await read(drive)
    const ad = firstAd(drive)
    const day = addDays(today, -20)
    drive.emulator.ledger.deliver(ad, day, null)
    nextDay(drive)
    await read(drive)
    expect(rowOf(drive, ad, day)?.records).toEqual([
      expect.objectContaining({ kind: 'spend', amount: { minor: 0, currency: 'USD' }, impressions: 0, clicks: 0, ad }),
    ])
    const { written } = drive.store
    drive.clock.advance(hourMs)
    await read(drive)
    expect(drive.store.written).toBe(written)
    expect(spendRead(drive)).toEqual(spendInBooks(drive))
  })

  test('to nothing on every day of an ad, too, and of all ads', async () => {
    const drive = filled({ days: 10 })
    await read(drive)
    for (const id of drive.emulator.ledger.ads.keys())
      for (let back = 0; back < 10; back += 1) drive.emulator.ledger.deliver(id, addDays(today, -back), null)
    nextDay(drive)
    await read(drive)
    expect(spendRead(drive)).toEqual({})
    expect([...drive.store.rows.values()].filter(({ stream }) => stream === 'ad_metrics')).toHaveLength(40)
  })

  test('to nothing in thousands of rows, though every slice ends after one page', async () => {
    const drive = filled({ ads: 60, days: 20 })
    await read(drive)
    for (const id of drive.emulator.ledger.ads.keys())
      for (let back = 0; back < 19; back += 1) drive.emulator.ledger.deliver(id, addDays(today, -back), null)
    nextDay(drive)
    await runToEnd(drive, 'ad_metrics', { budgetMs: 0 })
    expect(spendRead(drive)).toEqual(spendInBooks(drive))
  })

  test('and comes back is what it is again', async () => {
    const drive = filled()
    await read(drive)
    const [ad, day] = [firstAd(drive), addDays(today, -5)]
    for (const figure of [null, figures(55)]) {
      drive.emulator.ledger.deliver(ad, day, figure)
      nextDay(drive)
      await read(drive)
    }
    expect(spendOf(rowOf(drive, ad, day)?.records[0])).toBe(55)
  })

  test('is not taken for nothing where a report merely left a row out', async () => {
    const drive = filled()
    await read(drive)
    const [ad, day] = [firstAd(drive), addDays(today, -7)]
    drive.emulator.ledger.deliver(ad, day, { ...figures(1_007), lost: true })
    nextDay(drive)
    await read(drive)
    expect(spendOf(rowOf(drive, ad, day)?.records[0])).toBe(1_007)
  })
})

describe('the proof', () => {
  const range = { from: addDays(today, -34), to: addDays(today, 1) }
  const sums = async (drive: MetaDrive) => {
    const ctx = connect({ ...drive, signal: new AbortController().signal })
    const totals = (await connector.streams.ad_metrics?.totals?.(ctx, range)) ?? []
    const ours = new Map<string, number>()
    for (const { stream, tally } of drive.store.rows.values())
      if (stream === 'ad_metrics' && tally?.sum)
        ours.set(tally.day ?? '', (ours.get(tally.day ?? '') ?? 0) + tally.sum.minor)
    return totals.filter(({ day, sum }) => (ours.get(day ?? '') ?? 0) !== sum?.minor).map(({ day }) => day)
  }

  test('is the account’s own sum of every day, deleted ads included', async () => {
    const drive = filled()
    for (const ad of drive.emulator.ledger.ads.values()) ad.status = 'DELETED'
    await read(drive)
    expect(await sums(drive)).toEqual([])
    expect(await sums(open({ ledger: drive.emulator.ledger, own: ['1000'] }))).toHaveLength(35)
  })

  test('names the one day on which a row is missing', async () => {
    const drive = filled()
    const day = addDays(today, -9)
    drive.emulator.ledger.deliver(firstAd(drive), day, { ...figures(1), lost: true })
    await read(drive)
    expect(await sums(drive)).toEqual([day])
  })

  test('asks for no day before reading begins', async () => {
    const drive = filled()
    const ctx = connect({ ...drive, signal: new AbortController().signal })
    const totals = (await connector.streams.ad_metrics?.totals?.(ctx, { from: '2024-09-01', to: '2027-01-01' })) ?? []
    expect(totals).toHaveLength(35)
  })
})

test('parts of figures add to no sum, are told apart by their values, and come to the whole', async () => {
  const drive = open()
  for (const stream of ['ad_metrics', 'ad_metrics_placement', 'ad_metrics_demographic']) await runToEnd(drive, stream)
  const minor = (stream: string) =>
    [...drive.store.rows.values()]
      .flatMap((row) => (row.stream === stream ? row.records : []))
      .reduce((sum, record) => sum + (spendOf(record) ?? 0), 0)
  expect(minor('ad_metrics_placement')).toBe(minor('ad_metrics'))
  expect(minor('ad_metrics_demographic')).toBe(minor('ad_metrics'))
  const [part] = [...drive.store.rows.values()].filter(({ stream }) => stream === 'ad_metrics_placement')
  expect(part?.records[0]).toMatchObject({ breakdown: { publisher_platform: 'facebook', platform_position: 'feed' } })
  expect(part?.key.split('/')).toHaveLength(5)
})
