import { mergeRecords, type CanonicalRecord } from '@throughline/canonical'
import { describe, expect, test } from 'vitest'
import { fresh, kept, questions, read, sorted, truth, type SalesforceDrive } from './test-drive.ts'

const streams = ['opportunities', 'opportunity_history', 'contact_roles']
async function readDeals(drive: SalesforceDrive): Promise<void> {
  for (const stream of streams) await read(drive, stream)
}

/** A deal as all streams tell it together. */
function deal(drive: SalesforceDrive, id: string) {
  const key = `${drive.emulator.org.orgId}:${id}`
  const told = [...drive.store.rows.values()].flatMap(({ rank, stream, key: row, records }) =>
    records.flatMap((record) =>
      record.kind === 'opportunity' && record.key === key ? [{ rank, row: `${stream}/${row}`, record }] : [],
    ),
  )
  return mergeRecords(told)
}

const stages = ({ store, emulator }: SalesforceDrive, id: string) =>
  [...store.rows.values()]
    .flatMap(({ records }) => records)
    .filter(
      (record): record is Extract<CanonicalRecord, { kind: 'stage_change' }> =>
        record.kind === 'stage_change' && record.opportunity === `${emulator.org.orgId}:${id}`,
    )
    .sort((a, b) => (a.happenedAt < b.happenedAt ? -1 : 1))
    .map(({ stage, happenedAt }) => [stage, happenedAt.slice(0, 10)])

describe('a deal', { timeout: 60_000 }, () => {
  test('was closed when it entered the closed stage, whatever was edited since', async () => {
    const drive = fresh()
    const { won = '', lost = '', rescued = '', reopened = '' } = drive.emulator.seeded?.deals ?? {}
    await readDeals(drive)
    expect(deal(drive, won)).toMatchObject({
      state: 'won',
      closedAt: '2026-04-01T15:30:00.000Z',
      amount: { minor: 440_050 },
      expectedCloseDay: '2026-04-30',
    })
    expect(deal(drive, lost)).toMatchObject({ state: 'lost', closedAt: '2026-06-01T10:00:00.000Z' })
    expect(deal(drive, lost)).not.toHaveProperty('amount')
    expect(deal(drive, rescued)).toMatchObject({ state: 'won', closedAt: '2026-06-03T10:00:00.000Z' })
    expect(deal(drive, reopened)).toMatchObject({ state: 'open', amount: { minor: -25_000 } })
    expect(deal(drive, reopened)).not.toHaveProperty('closedAt')
  })

  test('has one change for each stay in a stage', async () => {
    const drive = fresh()
    const { won = '', open = '' } = drive.emulator.seeded?.deals ?? {}
    await readDeals(drive)
    expect(stages(drive, won)).toEqual([
      ['Prospecting', '2026-03-05'],
      ['Qualification', '2026-03-09'],
      ['Closed Won', '2026-04-01'],
    ])
    expect(stages(drive, open)).toEqual([
      ['Prospecting', '2026-08-02'],
      ['Proposal/Price Quote', '2026-08-20'],
    ])
  })

  test('without a history of its own was closed when it says, and no later than it was changed', async () => {
    const drive = fresh()
    await readDeals(drive)
    expect(deal(drive, drive.emulator.seeded?.deals.imported ?? '')).toMatchObject({
      state: 'won',
      closedAt: '2024-05-05T17:00:00.000Z',
    })
  })

  test('that is opened again loses the day it was closed, and closed once more has a new one', async () => {
    const drive = fresh()
    const { won = '' } = drive.emulator.seeded?.deals ?? {}
    await readDeals(drive)
    drive.emulator.org.update('Opportunity', won, { StageName: 'Negotiation/Review' })
    drive.clock.advance(3_600_000)
    await readDeals(drive)
    expect(deal(drive, won)).toMatchObject({ state: 'open' })
    expect(deal(drive, won)).not.toHaveProperty('closedAt')
    drive.emulator.org.update('Opportunity', won, { StageName: 'Closed Lost' })
    drive.clock.advance(3_600_000)
    await readDeals(drive)
    expect(deal(drive, won)).toMatchObject({ state: 'lost', closedAt: '2026-11-15T18:00:00.000Z' })
    for (const stream of streams) expect(sorted(kept(drive, stream))).toEqual(sorted(truth(drive, stream)))
  })

  test('tells its contacts, the primary one first, also after one role went', async () => {
    const drive = fresh()
    const { org, seeded } = drive.emulator
    const { open = '', personal = '' } = seeded?.deals ?? {}
    const key = (id = '') => `${org.orgId}:${id}`
    await readDeals(drive)
    expect(deal(drive, open)?.contacts).toEqual([key(seeded?.contacts.avery), key(seeded?.contacts.blake)])
    expect(deal(drive, personal)?.contacts).toHaveLength(1)
    expect(deal(drive, personal)).not.toHaveProperty('company')
    const [primary] = org.table('OpportunityContactRole').having('ContactId', [seeded?.contacts.avery])
    org.remove('OpportunityContactRole', primary?.Id ?? '')
    drive.clock.advance(3_600_000)
    await readDeals(drive)
    expect(deal(drive, open)?.contacts).toEqual([key(seeded?.contacts.blake)])
  })

  test('is of the pipeline of its record type, and stages are those of the pipeline', async () => {
    const drive = fresh()
    const { lost = '', imported = '' } = drive.emulator.seeded?.deals ?? {}
    await readDeals(drive)
    await read(drive, 'pipelines')
    const pipelines = new Map(
      [...drive.store.rows.values()]
        .flatMap(({ records }) => records)
        .flatMap((record) => (record.kind === 'pipeline' ? [[record.key, record] as const] : [])),
    )
    expect(pipelines.size).toBe(3)
    expect(pipelines.get(deal(drive, lost)?.pipeline ?? '')).toMatchObject({ name: 'Renewal' })
    expect(pipelines.get(deal(drive, lost)?.pipeline ?? '')?.stages.map(({ key, state }) => [key, state])).toEqual([
      ['Qualification', 'open'],
      ['Negotiation/Review', 'open'],
      ['Closed Won', 'won'],
      ['Closed Lost', 'lost'],
    ])
    expect(pipelines.get(deal(drive, imported)?.pipeline ?? '')?.stages).toHaveLength(6)
  })

  test('that was deleted is withdrawn with all that hung on it', async () => {
    const drive = fresh()
    const { open = '' } = drive.emulator.seeded?.deals ?? {}
    await readDeals(drive)
    drive.emulator.org.remove('Opportunity', open)
    drive.clock.advance(3_600_000)
    await readDeals(drive)
    const withdrawn = [...drive.store.rows.values()]
      .flatMap(({ records }) => records)
      .filter(({ kind }) => kind === 'withdrawal')
    expect(withdrawn.filter((record) => record.kind === 'withdrawal' && record.of === 'opportunity')).toHaveLength(2)
    expect(deal(drive, open)).toBeUndefined()
    expect(stages(drive, open)).toEqual([])
  })
})

describe('the history of deals', { timeout: 60_000 }, () => {
  test('is the same walked deal by deal, in any size of page, stopped after each', async () => {
    const build = () => {
      const drive = fresh({ records: 'bare' })
      for (let index = 0; index < 60; index += 1) {
        const { Id } = drive.emulator.org.insert(
          'Opportunity',
          { Name: `D${index}`, StageName: 'Prospecting', Amount: index },
          '2026-01-01T00:00:00Z',
        )
        for (let move = 0; move < index % 7; move += 1)
          drive.emulator.org.update(
            'Opportunity',
            Id,
            { StageName: ['Qualification', 'Closed Won', 'Closed Lost'][move % 3] },
            new Date(Date.parse('2026-02-01T00:00:00Z') + move * 60_000),
          )
      }
      return drive
    }
    for (const timesOutAbove of [Infinity, 130]) {
      const drive = build()
      drive.emulator.knobs.query.timesOutAbove = timesOutAbove
      await read(drive, 'opportunity_history', { budgetMs: 0 })
      expect(sorted(kept(drive, 'opportunity_history'))).toEqual(sorted(truth(drive, 'opportunity_history')))
    }
  })

  test('of one deal longer than a page is read whole', async () => {
    const drive = fresh({ records: 'bare' })
    const { Id } = drive.emulator.org.insert(
      'Opportunity',
      { Name: 'Busy', StageName: 'Prospecting', Amount: 0 },
      '2026-01-01T00:00:00Z',
    )
    for (let move = 1; move < 4_500; move += 1)
      drive.emulator.org.update(
        'Opportunity',
        Id,
        { Amount: move },
        new Date(Date.parse('2026-02-01T00:00:00Z') + Math.floor(move / 3) * 1_000),
      )
    drive.emulator.org.insert('Opportunity', { Name: 'Other', StageName: 'Prospecting' }, '2026-01-01T00:00:00Z')
    await read(drive, 'opportunity_history')
    expect(kept(drive, 'opportunity_history').size).toBe(4_501)
    expect([...drive.store.rows.values()].flatMap(({ records }) => records)).toHaveLength(2)
    expect(sorted(kept(drive, 'opportunity_history'))).toEqual(sorted(truth(drive, 'opportunity_history')))
  })

  test('that cannot be had in order of the deals is read as its rows changed', async () => {
    const drive = fresh()
    const body = JSON.stringify([{ message: 'OpportunityId can not be sorted', errorCode: 'MALFORMED_QUERY' }])
    drive.emulator.faults.next({ type: 'status', status: 400, body }, { path: 'BY+OpportunityId', times: 50 })
    await read(drive, 'opportunity_history')
    expect(sorted(kept(drive, 'opportunity_history'))).toEqual(sorted(truth(drive, 'opportunity_history')))
  })

  test('with a row that comes late, between two others, is told anew', async () => {
    const drive = fresh({ records: 'bare' })
    const { org } = drive.emulator
    const { Id } = org.insert('Opportunity', { Name: 'D', StageName: 'Prospecting' }, '2026-01-01T00:00:00Z')
    org.update('Opportunity', Id, { Amount: 5 }, '2026-03-01T00:00:00Z')
    await read(drive, 'opportunity_history')
    expect(stages(drive, Id)).toEqual([['Prospecting', '2026-01-01']])
    org.insert(
      'OpportunityHistory',
      { OpportunityId: Id, StageName: 'Qualification', CreatedDate: '2026-02-01T00:00:00Z' },
      drive.clock.now(),
    )
    drive.clock.advance(600_000)
    await read(drive, 'opportunity_history')
    expect(stages(drive, Id)).toEqual([
      ['Prospecting', '2026-01-01'],
      ['Qualification', '2026-02-01'],
      ['Prospecting', '2026-03-01'],
    ])
    expect(questions(drive).some((soql) => soql.includes('OpportunityId IN'))).toBe(true)
  })

  test('of 5,000 deals that changed in one second all arrive', async () => {
    const drive = fresh({ records: 'bare' })
    const { org } = drive.emulator
    const ids = Array.from(
      { length: 5_000 },
      (_, index) =>
        org.insert('Opportunity', { Name: `D${index}`, StageName: 'Prospecting' }, '2026-01-01T00:00:00Z').Id,
    )
    await read(drive, 'opportunity_history')
    for (const id of ids) org.update('Opportunity', id, { StageName: 'Closed Won' }, drive.clock.now())
    drive.clock.advance(600_000)
    await read(drive, 'opportunity_history')
    expect(kept(drive, 'opportunity_history').size).toBe(10_000)
    expect(sorted(kept(drive, 'opportunity_history'))).toEqual(sorted(truth(drive, 'opportunity_history')))
  })

  test('is asked for by key with the rows beside it', async () => {
    const drive = fresh()
    await read(drive, 'opportunity_history')
    const { ctxOf } = await import('./test-drive.ts')
    const keys = [...kept(drive, 'opportunity_history').keys()].slice(0, 3)
    const rows = (await drive.connector.streams.opportunity_history?.fetch?.(ctxOf(drive), keys)) ?? []
    const fetched = new Map(
      rows.map((row) => [`${drive.emulator.org.orgId}:${String((row as Record<string, unknown>).Id)}`, row]),
    )
    for (const key of keys) expect(fetched.get(key)).toEqual(kept(drive, 'opportunity_history').get(key))
  })
})
