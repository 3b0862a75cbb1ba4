import { connect } from '@throughline/connector-kit'
import { runToEnd, step } from '@throughline/connector-kit/testing'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { refused } from './emulator.ts'
import { open, smallLedger, testNow, type MetaDrive } from './testing.ts'

const hourMs = 3_600_000
const streams = ['campaigns', 'adsets', 'ads', 'creatives'] as const

const small = (ads: number): MetaDrive => open({ ledger: smallLedger(ads), own: ['1000'], config: { breakdowns: [] } })
const read = async (drive: MetaDrive, stream: string) => {
  expect((await runToEnd(drive, stream)).outcome).toBe('done')
}
const keys = (drive: MetaDrive, stream: string) =>
  [...drive.store.rows.values()].flatMap((row) => (row.stream === stream ? [row.key] : [])).sort()
const inBooks = (drive: MetaDrive, stream: string) =>
  (drive.emulator.rows()[stream] ?? []).map((row) => (row as { id: string }).id).sort()
const lists = ({ requests }: MetaDrive, edge: string) =>
  requests.filter(({ url }) => url.includes(`/act_1000/${edge}?`))
const counted = async (drive: MetaDrive, stream: string) =>
  connector.streams[stream]?.totals?.(connect({ ...drive, signal: new AbortController().signal }), {
    from: '2026-01-01',
    to: '2027-01-01',
  })

describe('objects', () => {
  test('are all listed, far beyond the 25 of a usual page', async () => {
    const drive = small(730)
    for (const stream of streams) {
      await read(drive, stream)
      expect(keys(drive, stream)).toEqual(inBooks(drive, stream))
    }
    expect(keys(drive, 'ads')).toHaveLength(730)
    expect(await counted(drive, 'ads')).toEqual([{ count: 730 }])
  })

  test('with one time of change by the thousands all arrive, also when they change together again', async () => {
    const drive = small(3_000)
    await read(drive, 'ads')
    expect(keys(drive, 'ads')).toHaveLength(3_000)
    drive.clock.advance(2 * hourMs)
    const at = drive.clock.now().getTime() - 60_000
    for (const ad of drive.emulator.ledger.ads.values()) Object.assign(ad, { name: `${ad.name} again`, updatedAt: at })
    drive.clock.advance(hourMs)
    const { written } = drive.store
    await read(drive, 'ads')
    expect(drive.store.written - written).toBe(3_000)
  })

  test('are asked for by what changed in between, and whole once a day', async () => {
    const drive = small(300)
    await read(drive, 'ads')
    const first = drive.store.seen
    drive.clock.advance(hourMs)
    await read(drive, 'ads')
    expect(drive.store.seen).toBe(first)
    expect(lists(drive, 'ads').at(-1)?.url).toContain('updated_time')
    drive.clock.advance(20 * hourMs)
    await read(drive, 'ads')
    expect(drive.store.seen).toBe(first + 300)
  })

  test('whose standing follows from the campaign’s are seen by the daily reading', async () => {
    const drive = small(3)
    await read(drive, 'ads')
    const [ad = ''] = drive.emulator.ledger.ads.keys()
    for (const campaign of drive.emulator.ledger.campaigns.values()) campaign.status = 'PAUSED'
    drive.clock.advance(24 * hourMs)
    await read(drive, 'ads')
    expect(drive.store.rows.get(`ads/${ad}`)?.records[0]).toMatchObject({
      status: 'paused',
      sourceStatus: 'CAMPAIGN_PAUSED',
    })
  })

  test('added while a list is read, and changed while it is read, arrive with it or after it', async () => {
    const drive = small(260)
    await step(drive, 'ads', { budgetMs: 0 })
    const [like] = drive.emulator.ledger.ads.values()
    if (!like) throw new Error('an ad')
    const now = drive.clock.now().getTime()
    drive.emulator.ledger.addAds({ ...like, id: '990000000000000001', createdAt: now, updatedAt: now })
    Object.assign(like, { name: 'Renamed', updatedAt: now })
    await read(drive, 'ads')
    drive.clock.advance(hourMs)
    await read(drive, 'ads')
    expect(keys(drive, 'ads')).toEqual(inBooks(drive, 'ads'))
    expect(drive.store.rows.get(`ads/${like.id}`)?.records[0]).toMatchObject({ name: 'Renamed' })
  })

  test('archived stay listed and counted; deleted ones are told by the next whole reading and counted no longer', async () => {
    const drive = small(30)
    await read(drive, 'ads')
    const [archived, deleted, vanished] = [...drive.emulator.ledger.ads.values()]
    if (!archived || !deleted || !vanished) throw new Error('three ads')
    archived.status = 'ARCHIVED'
    deleted.status = 'DELETED'
    drive.emulator.objects.vanished.add(vanished.id)
    drive.clock.advance(24 * hourMs)
    await read(drive, 'ads')
    const row = (id: string) => drive.store.rows.get(`ads/${id}`)
    expect(row(archived.id)?.records[0]).toMatchObject({ kind: 'ad', status: 'archived' })
    expect(row(archived.id)?.tally?.gone).toBe(false)
    expect(row(deleted.id)?.records[0]).toMatchObject({ kind: 'ad', status: 'deleted', name: deleted.name })
    expect(row(deleted.id)?.tally?.gone).toBe(true)
    expect(row(vanished.id)?.records).toEqual([
      { kind: 'withdrawal', of: 'ad', key: vanished.id, happenedAt: '1970-01-01T00:00:00.000Z' },
    ])
    const ours = [...drive.store.rows.values()].filter(({ stream, tally }) => stream === 'ads' && !tally?.gone)
    expect(await counted(drive, 'ads')).toEqual([{ count: ours.length }])
    const { written } = drive.store
    drive.clock.advance(24 * hourMs)
    await read(drive, 'ads')
    expect(drive.store.written).toBe(written)
  })

  test('archived first and deleted later are told as well', async () => {
    const drive = small(3)
    const [ad] = drive.emulator.ledger.ads.values()
    if (!ad) throw new Error('an ad')
    for (const status of ['ARCHIVED', 'DELETED'] as const) {
      ad.status = status
      await read(drive, 'ads')
      drive.clock.advance(24 * hourMs)
    }
    expect(drive.store.rows.get(`ads/${ad.id}`)).toMatchObject({
      records: [{ status: 'deleted' }],
      tally: { gone: true },
    })
  })

  test('deleted by the hundreds are told, though every slice ends after one page', async () => {
    const drive = small(400)
    await runToEnd(drive, 'ads', { budgetMs: 0 })
    for (const ad of [...drive.emulator.ledger.ads.values()].slice(0, 333)) ad.status = 'DELETED'
    drive.clock.advance(24 * hourMs)
    await runToEnd(drive, 'ads', { budgetMs: 0 })
    expect([...drive.store.rows.values()].filter(({ tally }) => tally?.gone)).toHaveLength(333)
  })

  test('whose list’s place is no longer known are listed anew', async () => {
    const drive = small(260)
    await step(drive, 'ads', { budgetMs: 0 })
    drive.emulator.faults.next(refused({ code: 100, message: '(#100) Invalid cursors values' }))
    await read(drive, 'ads')
    expect(keys(drive, 'ads')).toHaveLength(260)
  })

  test('too heavy for a page are read in smaller ones from the start, so that no row is skipped', async () => {
    const drive = small(130)
    drive.emulator.objects.heaviestPage = 60
    await read(drive, 'ads')
    expect(keys(drive, 'ads')).toEqual(inBooks(drive, 'ads'))
    const again = small(260)
    await step(again, 'ads', { budgetMs: 0 })
    again.emulator.objects.heaviestPage = 30
    await read(again, 'ads')
    expect(keys(again, 'ads')).toEqual(inBooks(again, 'ads'))
  })

  test('never ask for deleted ones in a list: Meta refuses that', async () => {
    const drive = small(3)
    for (const stream of streams) await read(drive, stream)
    for (const { url } of drive.requests) expect(decodeURIComponent(url)).not.toContain('"DELETED"')
  })
})

describe('an ad', () => {
  test('leads where its creative leads, with its own values in place of macros', async () => {
    const drive = open()
    await read(drive, 'ads')
    const [ad] = [...drive.emulator.ledger.ads.values()].filter(({ name }) => name.includes('video'))
    expect(drive.store.rows.get(`ads/${ad?.id}`)?.records[0]).toMatchObject({
      kind: 'ad',
      creative: ad?.creativeId,
      links: [{ refcodes: { refcode: `fb_video_${ad?.id}` }, utm: { source: 'facebook', content: ad?.id } }],
    })
  })

  test('given another creative leads elsewhere from then on', async () => {
    const drive = open()
    await read(drive, 'ads')
    const { ledger } = drive.emulator
    const [ad] = [...ledger.ads.values()].filter(({ name }) => name.includes('link'))
    const [other] = [...ledger.creatives.values()].filter(({ name }) => name.includes('old'))
    if (!ad || !other) throw new Error('an ad and a creative')
    Object.assign(ad, { creativeId: other.id, updatedAt: drive.clock.now().getTime() })
    drive.clock.advance(hourMs)
    await read(drive, 'ads')
    expect(drive.store.rows.get(`ads/${ad.id}`)?.records[0]).toMatchObject({
      creative: other.id,
      links: [{ refcodes: { refcode: 'fb_old' } }, {}],
    })
  })

  test('whose creative may not be seen is read without links', async () => {
    const drive = open()
    for (const id of drive.emulator.ledger.creatives.keys()) drive.emulator.objects.vanished.add(id)
    await read(drive, 'ads')
    expect(keys(drive, 'ads')).toEqual(inBooks(drive, 'ads'))
  })
})

describe('a creative', () => {
  test('says what people see, and that a boosted post hides its link', async () => {
    const drive = open()
    await read(drive, 'creatives')
    const of = (name: string) =>
      [...drive.store.rows.values()]
        .flatMap(({ records }) => records)
        .find((record) => 'name' in record && record.name === `${name} creative`)
    expect(of('video')).toMatchObject({
      kind: 'creative',
      format: 'video',
      title: 'T',
      body: 'M',
      callToAction: 'DONATE_NOW',
    })
    expect(of('carousel')).toMatchObject({ format: 'carousel', links: [{}, {}, {}] })
    expect(of('feed')).toMatchObject({ title: 'T', body: 'B', callToAction: 'DONATE_NOW' })
    expect(of('boosted')).toMatchObject({ links: [], attributes: { linkOnPost: true } })
  })

  test('is no news because its picture’s address was signed anew, and the signature is not kept', async () => {
    const drive = open()
    await read(drive, 'creatives')
    await read(drive, 'ads')
    expect(JSON.stringify([...drive.store.rows.values()])).not.toContain('signed')
    for (const creative of drive.emulator.ledger.creatives.values())
      creative.fields = JSON.parse(JSON.stringify(creative.fields).replaceAll('signed', 'signed-anew')) as Record<
        string,
        unknown
      >
    drive.clock.advance(24 * hourMs)
    const { written } = drive.store
    await read(drive, 'creatives')
    await read(drive, 'ads')
    expect(drive.store.written).toBe(written)
  })

  test('that the list no longer has is told', async () => {
    const drive = open()
    await read(drive, 'creatives')
    const [id = ''] = drive.emulator.ledger.creatives.keys()
    drive.emulator.objects.unlisted.add(id)
    drive.clock.advance(hourMs)
    await read(drive, 'creatives')
    expect(drive.store.rows.get(`creatives/${id}`)?.tally?.gone).toBe(true)
  })
})

test('budgets are minor units, and none is none', async () => {
  const drive = open({}, testNow)
  await read(drive, 'campaigns')
  await read(drive, 'adsets')
  const records = [...drive.store.rows.values()].flatMap(({ records }) => records)
  expect(records).toContainEqual(
    expect.objectContaining({ kind: 'campaign', dailyBudget: { minor: 15_000, currency: 'USD' } }),
  )
  expect(records).toContainEqual(
    expect.objectContaining({ kind: 'campaign', lifetimeBudget: { minor: 500_000, currency: 'EUR' } }),
  )
  const adSet = records.find((record) => record.kind === 'ad_set' && record.name === 'Lookalike 0 %')
  expect(adSet).toBeDefined()
  expect(adSet).not.toHaveProperty('dailyBudget')
})
