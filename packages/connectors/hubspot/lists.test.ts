import { runToEnd } from '@throughline/connector-kit/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { seedPipelines, type HubSpotLedger } from './emulator.ts'
import { booksOf, ctxOf, fresh, poll, rowsIn, tidy, type HubSpotDrive } from './test-drive.ts'
import { connector } from './connector.ts'

afterAll(tidy)

const now = Date.parse('2026-11-15T17:00:00.000Z')
const day = 86_400_000
const portal = '48211903'
const key = (id: string | number) => `${portal}:${id}`
const seed = (ledger: HubSpotLedger): void => {
  seedPipelines(ledger)
  for (let id = 1; id <= 240; id += 1)
    ledger.add('contacts', { id, properties: { email: `person${id}@example.org` }, at: now - 20 * day + id })
  for (let id = 1_001; id <= 1_120; id += 1)
    ledger.add('deals', {
      id,
      properties: { dealname: `Deal ${id}`, amount: '10' },
      at: now - 20 * day + id,
      contacts: [1, 2],
    })
}
const small = (): HubSpotDrive => {
  const drive = fresh({ seed })
  drive.emulator.limits = 'off'
  drive.connection.unlimited = true
  return drive
}
const kindsOf = (drive: HubSpotDrive, stream: string, id: string | number) =>
  rowsIn(drive, stream)
    .get(key(id))
    ?.records.map(({ kind }) => kind)
const same = (drive: HubSpotDrive, stream: string): void => {
  const kept = [...rowsIn(drive, stream)].map(([at, { raw }]) => [at, raw] as const)
  const sorted = <T>(rows: Iterable<readonly [string, T]>) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
  expect(sorted(kept)).toEqual(sorted(booksOf(drive, stream)))
}

describe('the first reading', () => {
  test('goes through the list with progress, then the archive, then what changed meanwhile', async () => {
    const drive = small()
    await runToEnd(drive, 'contacts', { budgetMs: 0 })
    const progress = drive.store.pages.flatMap((page) => (page.progress ? [page.progress] : []))
    expect(progress.slice(0, 3)).toEqual([
      { done: 100, of: 240 },
      { done: 200, of: 240 },
      { done: 240, of: 240 },
    ])
    expect(
      drive.requests
        .filter(({ method }) => method === 'GET')
        .map(({ url }) => new URL(url).searchParams.get('archived')),
    ).toEqual(['false', 'false', 'false', 'true'])
  })

  test('finds what is added and changed between its pages', async () => {
    const drive = small()
    const { fetch } = drive.around
    let lists = 0
    drive.around.fetch = async (request) => {
      const answer = await fetch(request)
      if (request.method !== 'GET') return answer
      lists += 1
      drive.clock.advance(60_000)
      const at = drive.clock.now().getTime()
      if (lists === 1) drive.emulator.ledger.update('contacts', '5', { city: 'Changed' }, { at })
      if (lists === 2) drive.emulator.ledger.add('contacts', { properties: { email: 'new@example.org' }, at })
      if (lists === 3) drive.emulator.ledger.add('contacts', { properties: { email: 'newer@example.org' }, at })
      return answer
    }
    await poll(drive, ['contacts'])
    same(drive, 'contacts')
    expect(rowsIn(drive, 'contacts').size).toBe(242)
  })

  test('asks for 50 deals at once, because their stages come with them', async () => {
    const drive = small()
    await poll(drive, ['deals'])
    const lists = drive.requests.filter(({ method }) => method === 'GET').map(({ url }) => new URL(url).searchParams)
    expect(new Set(lists.map((query) => query.get('limit')))).toEqual(new Set(['50']))
    expect(new Set(lists.map((query) => query.get('propertiesWithHistory')))).toEqual(new Set(['dealstage,pipeline']))
    for (const query of lists) expect(query.get('properties')).toContain('hs_merged_object_ids')
    same(drive, 'deals')
    same(drive, 'stage_moves')
  })

  test('begins its list anew where the cursor is no longer good, and gives up where it never is', async () => {
    const drive = small()
    const { fetch } = drive.around
    let lists = 0
    drive.around.fetch = (request) => {
      if (request.method === 'GET') lists += 1
      drive.emulator.expiredCursors = lists === 3
      return fetch(request)
    }
    await poll(drive, ['contacts'])
    same(drive, 'contacts')
    const never = small()
    never.emulator.expiredCursors = true
    expect((await runToEnd(never, 'contacts')).outcome).toBe('changed')
    expect(never.requests.length).toBeLessThan(20)
  })

  test('with more properties than an address holds takes the values in batches', async () => {
    const many = Array.from({ length: 200 }, (_, index) => `a_property_with_a_long_name_${index}`)
    const drive = fresh({ seed, config: { contactProperties: many } })
    drive.emulator.ledger.update('contacts', '7', { a_property_with_a_long_name_7: 'seven' }, { at: now - day })
    await poll(drive, ['contacts'])
    same(drive, 'contacts')
    expect(rowsIn(drive, 'contacts').get(key(7))?.records[0]).toMatchObject({
      attributes: { a_property_with_a_long_name_7: 'seven' },
    })
    for (const { url } of drive.requests) expect(url.length).toBeLessThan(4_000)
  })
})

describe('records that are gone', () => {
  test('into the archive are found within a day, although nothing shows them as changed', async () => {
    const drive = small()
    await poll(drive, ['contacts', 'deals'])
    const { ledger } = drive.emulator
    ledger.archive('contacts', '9', now)
    ledger.archive('deals', '1001', now)
    await poll(drive, ['contacts', 'deals'])
    expect(kindsOf(drive, 'contacts', 9)).not.toContain('withdrawal')
    drive.clock.advance(day)
    await poll(drive, ['contacts', 'deals'])
    expect(kindsOf(drive, 'contacts', 9)).toContain('withdrawal')
    expect(rowsIn(drive, 'contacts').get(key(9))?.tally).toEqual({ gone: true })
    expect(kindsOf(drive, 'deals', 1_001)).toEqual(['withdrawal'])
    const [move] = [...rowsIn(drive, 'stage_moves').values()].filter(
      ({ raw }) => (raw as { dealId: string }).dealId === '1001',
    )
    expect(move?.records).toMatchObject([{ kind: 'withdrawal', of: 'stage_change' }])
    same(drive, 'stage_moves')
  })

  test('back from the archive are there again', async () => {
    const drive = small()
    drive.emulator.ledger.archive('deals', '1001', now - day)
    await poll(drive, ['deals'])
    expect(kindsOf(drive, 'deals', 1_001)).toEqual(['withdrawal'])
    drive.emulator.ledger.restore('deals', '1001', now)
    drive.clock.advance(day)
    await poll(drive, ['deals'])
    expect(kindsOf(drive, 'deals', 1_001)).toEqual(['opportunity'])
    same(drive, 'deals')
    same(drive, 'stage_moves')
  })

  test('by a merge, both of them, are told by the third that came of it', async () => {
    const drive = small()
    await poll(drive, ['contacts', 'deals'])
    drive.clock.advance(60_000)
    const { ledger } = drive.emulator
    const merged = ledger.merge('contacts', '11', '12', drive.clock.now().getTime())
    await poll(drive, ['contacts'])
    const rows = rowsIn(drive, 'contacts')
    expect(rows.get(key(merged.id))?.records[0]).toMatchObject({ kind: 'crm_contact', absorbed: [key(11), key(12)] })
    for (const id of [11, 12]) {
      expect(rows.get(key(id))).toMatchObject({ tally: { gone: true }, revision: 1 })
      expect(rows.get(key(id))?.records[0]).toMatchObject({ kind: 'withdrawal', of: 'crm_contact' })
    }
    same(drive, 'contacts')
  })

  test('by two merges one after the other are all told by the last', async () => {
    const drive = small()
    await poll(drive, ['contacts'])
    drive.clock.advance(60_000)
    const { ledger } = drive.emulator
    const first = ledger.merge('contacts', '11', '12', drive.clock.now().getTime())
    const last = ledger.merge('contacts', first.id, '13', drive.clock.now().getTime() + 1)
    await poll(drive, ['contacts'])
    expect(rowsIn(drive, 'contacts').get(key(last.id))?.records[0]).toMatchObject({
      absorbed: [11, 12, 13, first.id].map(key),
    })
    same(drive, 'contacts')
  })

  test('by a merge of the older way leave the first one under its own id', async () => {
    const drive = small()
    await poll(drive, ['contacts'])
    drive.clock.advance(60_000)
    drive.emulator.ledger.merge('contacts', '11', '12', drive.clock.now().getTime(), { keepId: true })
    await poll(drive, ['contacts'])
    expect(kindsOf(drive, 'contacts', 11)).toContain('crm_contact')
    expect(kindsOf(drive, 'contacts', 12)).toContain('withdrawal')
    same(drive, 'contacts')
  })

  test('for good, while the index still shows them, are taken back; 404 for a whole batch says the same', async () => {
    for (const allMissing of [207, 404] as const) {
      const drive = small()
      await poll(drive, ['contacts'])
      drive.emulator.allMissing = allMissing
      drive.clock.advance(60_000)
      const at = drive.clock.now().getTime()
      drive.emulator.ledger.update('contacts', '9', { city: 'X' }, { at })
      drive.emulator.index.lagMs = 60_000
      drive.emulator.ledger.purge('contacts', '9', at)
      await poll(drive, ['contacts'])
      expect(kindsOf(drive, 'contacts', 9)).toContain('withdrawal')
    }
  })

  test('count no more: what is kept comes to HubSpot’s own total', async () => {
    const drive = small()
    drive.emulator.ledger.archive('contacts', '3', now - day)
    drive.emulator.ledger.merge('contacts', '4', '5', now - day)
    await poll(drive, ['contacts'])
    const totals = await connector.streams.contacts?.totals?.(ctxOf(drive), { from: '2000-01-01', to: '2100-01-01' })
    const kept = [...rowsIn(drive, 'contacts').values()].filter(({ tally }) => !tally?.gone)
    expect(totals).toHaveLength(1)
    expect(totals?.[0]?.count).toBe(kept.length)
    expect(kept).toHaveLength(240 - 1 - 2 + 1)
  })
})

describe('what deals are tied to', () => {
  test('is read past the first hundred, and the primary company comes first', async () => {
    const drive = small()
    const { ledger } = drive.emulator
    for (let id = 3; id <= 230; id += 1) ledger.tie('deals', '1001', 'contacts', String(id), { at: now, quiet: true })
    for (const id of ['501', '502']) ledger.add('companies', { id, properties: { name: id }, at: now - day })
    ledger.tie('deals', '1001', 'companies', '501', { at: now })
    ledger.tie('deals', '1001', 'companies', '502', { at: now, primary: true })
    await poll(drive, ['deals'])
    const [deal] = rowsIn(drive, 'deals').get(key(1_001))?.records ?? []
    expect(deal).toMatchObject({ kind: 'opportunity', company: key(502) })
    expect(deal?.kind === 'opportunity' && deal.contacts).toHaveLength(230)
    same(drive, 'deals')
  })

  test('is found to have changed by the next list, although the deal was not modified', async () => {
    const drive = small()
    await poll(drive, ['deals'])
    drive.emulator.ledger.untie('deals', '1001', 'contacts', '2', now)
    drive.emulator.ledger.tie('deals', '1001', 'contacts', '3', { at: now })
    drive.clock.advance(day)
    await poll(drive, ['deals'])
    expect(rowsIn(drive, 'deals').get(key(1_001))?.records[0]).toMatchObject({ contacts: [key(1), key(3)] })
    same(drive, 'deals')
  })

  test('that cannot all be read is asked for again later, never kept in part', async () => {
    const drive = small()
    const broken = { status: 'COMPLETE', results: [], errors: [{ category: 'INTERNAL_ERROR', status: 'error' }] }
    drive.emulator.faults.next(
      { type: 'status', status: 207, body: JSON.stringify(broken) },
      { path: '/associations/' },
    )
    await poll(drive, ['deals'])
    same(drive, 'deals')
  })
})

describe('the history of stages', () => {
  test('outlives HubSpot’s own: what it no longer tells is kept', async () => {
    const drive = small()
    drive.emulator.versions = 3
    await poll(drive, ['deals'])
    for (let move = 0; move < 10; move += 1) {
      drive.clock.advance(60_000)
      drive.emulator.ledger.moveStage('1001', move % 2 ? 'contractsent' : 'qualifiedtobuy', drive.clock.now().getTime())
      await poll(drive, ['deals'])
    }
    const moves = [...rowsIn(drive, 'stage_moves').keys()].filter((place) => place.startsWith(`${key(1_001)}:`))
    expect(moves).toHaveLength(11)
  })

  test('names the pipeline that the deal was in then', async () => {
    const drive = small()
    const at = now - day
    drive.emulator.ledger.update('deals', '1001', { pipeline: '71002200', dealstage: '139900001' }, { at })
    await poll(drive, ['deals'])
    const moves = [...rowsIn(drive, 'stage_moves')].filter(([place]) => place.startsWith(`${key(1_001)}:`))
    expect(moves.map(([, { records }]) => records[0])).toMatchObject([
      { stage: key('139900001'), pipeline: key('71002200'), happenedAt: new Date(at).toISOString() },
      { stage: key('appointmentscheduled'), pipeline: key('default') },
    ])
  })

  test('with a version that has no time is kept but for that one', async () => {
    const drive = small()
    drive.emulator.ledger
      .get('deals', '1001')
      .history.dealstage?.unshift({ value: 'closedwon', at: NaN, source: 'IMPORT' })
    await poll(drive, ['deals'])
    expect(drive.store.quarantined.length).toBeGreaterThan(0)
    for (const row of drive.store.quarantined)
      expect(row).toMatchObject({ stream: 'stage_moves', issues: [{ path: 'at' }] })
    same(drive, 'stage_moves')
  })
})

describe('short lists', () => {
  test('tell of pipelines, stages and campaigns that are there no more', async () => {
    const drive = fresh()
    await poll(drive, ['pipelines', 'campaigns'])
    const { ledger } = drive.emulator
    const [sales] = ledger.pipelines
    sales?.stages.splice(1, 1)
    ledger.pipelines.splice(1, 1)
    const [gone] = ledger.campaigns.splice(0, 1)
    await poll(drive, ['pipelines', 'campaigns'])
    const [pipeline] = rowsIn(drive, 'pipelines').get(key('default'))?.records ?? []
    expect(pipeline?.kind === 'pipeline' && pipeline.stages.map((stage) => stage.key)).toContain(key('qualifiedtobuy'))
    expect(rowsIn(drive, 'pipelines').get(key('71002200'))?.records).toMatchObject([
      { kind: 'withdrawal', of: 'pipeline' },
    ])
    expect(rowsIn(drive, 'campaigns').get(key(gone?.id ?? ''))?.records).toMatchObject([
      { kind: 'withdrawal', of: 'campaign' },
    ])
    const { written } = drive.store
    await poll(drive, ['pipelines', 'campaigns'])
    expect(drive.store.written).toBe(written)
  })

  test('are read past their first page, archived ones too', async () => {
    const drive = fresh()
    const { ledger } = drive.emulator
    for (let each = 0; each < 130; each += 1) {
      const createdAt = now - each
      ledger.owners.push({
        ...{ id: String(8_000_000 + each), email: 'x@example.com', firstName: 'X', lastName: 'Y' },
        ...{ type: 'PERSON' as const, createdAt, archived: each % 2 === 0 },
      })
      const members = Array.from({ length: each === 7 ? 230 : 1 }, (_, member) => String(member + 1))
      ledger.campaigns.push({
        id: `campaign-${each}`,
        createdAt,
        updatedAt: createdAt,
        properties: { hs_name: 'C' },
        members,
      })
    }
    const streams = ['owners', 'campaigns', 'campaign_members']
    for (const stream of streams) await runToEnd(drive, stream, { budgetMs: 0 })
    for (const stream of streams) same(drive, stream)
    expect(rowsIn(drive, 'owners').get(key(8_000_000))?.records[0]).toMatchObject({ kind: 'owner', active: false })
  })
})
