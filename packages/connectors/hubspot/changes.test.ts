import { runToEnd, step } from '@throughline/connector-kit/testing'
import { afterAll, describe, expect, test } from 'vitest'
import type { Cursor } from './cursor.ts'
import { seedPipelines, type HubSpotLedger } from './emulator.ts'
import { booksOf, fresh, poll, rowsIn, tidy, type HubSpotDrive } from './test-drive.ts'

afterAll(tidy)

const now = Date.parse('2026-11-15T17:00:00.000Z')
const minute = 60_000

/** So many deals, each made and modified a second after the other, all of them days ago. */
const deals =
  (count: number, at: (index: number) => number = (index) => now - 10 * 86_400_000 + index * 1_000) =>
  (ledger: HubSpotLedger): void => {
    seedPipelines(ledger)
    for (let index = 0; index < count; index += 1)
      ledger.add('deals', { id: 1_000 + index, properties: { dealname: `Deal ${index}`, amount: '10' }, at: at(index) })
  }
const quick = (seed: (ledger: HubSpotLedger) => void): HubSpotDrive => {
  const drive = fresh({ seed })
  drive.emulator.limits = 'off'
  drive.connection.unlimited = true
  return drive
}
const same = (drive: HubSpotDrive, stream: string): void => {
  const kept = new Map([...rowsIn(drive, stream)].map(([key, { raw }]) => [key, raw]))
  const books = booksOf(drive, stream)
  expect([...kept.keys()].sort()).toEqual([...books.keys()].sort())
  for (const [key, row] of books) expect(kept.get(key)).toEqual(row)
}

describe('changes', { timeout: 60_000 }, () => {
  test('of 12,000 deals at one moment all arrive, and no question goes past 10,000 answers', async () => {
    const drive = quick(deals(12_000))
    await poll(drive, ['deals'])
    expect(rowsIn(drive, 'deals').size).toBe(12_000)
    drive.clock.advance(5 * minute)
    const moment = drive.clock.now().getTime()
    for (const id of drive.emulator.ledger.ids('deals'))
      drive.emulator.ledger.update('deals', id, { amount: '20' }, { at: moment, source: 'IMPORT' })
    const before = drive.requests.length
    const { written } = drive.store
    await poll(drive, ['deals'])
    expect(drive.store.written - written).toBe(12_000)
    same(drive, 'deals')
    const asked = drive.requests.slice(before).filter(({ url }) => url.endsWith('/search'))
    expect(asked.length).toBeLessThan(75)
  })

  test('of a bulk import are read once more by nobody: the next run looks back fifteen minutes and no further', async () => {
    const drive = quick(deals(1_000))
    await poll(drive, ['deals'])
    drive.clock.advance(30 * minute)
    const moment = drive.clock.now().getTime() - minute
    for (const id of drive.emulator.ledger.ids('deals')) drive.emulator.ledger.touch('deals', id, moment)
    drive.emulator.ledger.touch('deals', '1000', moment + 1)
    await poll(drive, ['deals'])
    const cursor = drive.store.positions.get('deals')?.cursor as Cursor
    expect(cursor.since).toEqual({ at: moment + 1 })
    expect(cursor.steps).toEqual([])
  })

  test('that the index shows late are found by the next runs, however late within fifteen minutes', async () => {
    const drive = quick(deals(10))
    await poll(drive, ['deals'])
    drive.clock.advance(20 * minute)
    const { ledger, index } = drive.emulator
    index.lagMs = 14 * minute
    ledger.update('deals', '1003', { amount: '99' }, { at: drive.clock.now().getTime() })
    index.lagMs = 0
    drive.clock.advance(minute)
    for (let round = 0; round < 15; round += 1) {
      // Others are shown at once and move the reading on.
      drive.clock.advance(minute)
      ledger.update('deals', '1004', { amount: String(round) }, { at: drive.clock.now().getTime() })
      await poll(drive, ['deals'])
    }
    same(drive, 'deals')
    expect(rowsIn(drive, 'deals').get('48211903:1003')?.raw).toMatchObject({ properties: { amount: '99' } })
  })

  test('are read as they are now, not as the index has them', async () => {
    const drive = quick(deals(10))
    await poll(drive, ['deals'])
    drive.clock.advance(minute)
    drive.emulator.ledger.update('deals', '1002', { amount: '1' }, { at: drive.clock.now().getTime() })
    drive.emulator.index.lagMs = minute
    drive.emulator.ledger.update('deals', '1002', { amount: '2' }, { at: drive.clock.now().getTime() + 5 })
    await poll(drive, ['deals'])
    expect(rowsIn(drive, 'deals').get('48211903:1002')?.raw).toMatchObject({ properties: { amount: '2' } })
  })

  test('made while others are being read push nothing out: no question is paged by offset', async () => {
    const drive = quick(deals(900))
    await poll(drive, ['deals'])
    drive.clock.advance(minute)
    const { ledger } = drive.emulator
    const moment = drive.clock.now().getTime()
    for (const [index, id] of ledger.ids('deals').entries())
      ledger.update('deals', id, { amount: '1' }, { at: moment + index })
    drive.clock.advance(minute)
    const { fetch } = drive.around
    let asked = 0
    drive.around.fetch = (request) => {
      // After each question the first ones move to the end.
      if (request.url.endsWith('/search')) {
        const id = String(1_000 + asked)
        ledger.update('deals', id, { amount: '2' }, { at: drive.clock.now().getTime() + asked })
        asked += 1
      }
      return fetch(request)
    }
    await poll(drive, ['deals'])
    expect(asked).toBeGreaterThan(4)
    same(drive, 'deals')
  })

  test('that come at the same moment while that moment is read by id are found too', async () => {
    const drive = quick(deals(500))
    await poll(drive, ['deals'])
    drive.clock.advance(minute)
    const moment = drive.clock.now().getTime()
    const { ledger } = drive.emulator
    for (const id of ledger.ids('deals').slice(0, 450)) ledger.update('deals', id, { amount: '3' }, { at: moment })
    const { fetch } = drive.around
    let asked = 0
    drive.around.fetch = async (request) => {
      const answer = await fetch(request)
      asked += request.url.endsWith('/search') ? 1 : 0
      // Low ids, behind where the reading stands.
      if (asked === 4) ledger.add('deals', { id: 5, properties: { amount: '5' }, at: moment })
      return answer
    }
    await poll(drive, ['deals'])
    await poll(drive, ['deals'])
    same(drive, 'deals')
  })

  test('stop after any page and go on from there', async () => {
    const drive = quick(deals(450))
    await poll(drive, ['deals'])
    drive.clock.advance(minute)
    const moment = drive.clock.now().getTime()
    for (const id of drive.emulator.ledger.ids('deals'))
      drive.emulator.ledger.update('deals', id, { amount: '7' }, { at: moment })
    await runToEnd(drive, 'deals', { budgetMs: 0 })
    same(drive, 'deals')
  })

  test('in an order that search does not keep stop the stream instead of skipping', async () => {
    const drive = quick(deals(10))
    await poll(drive, ['deals'])
    const { fetch } = drive.around
    drive.around.fetch = async (request) => {
      if (!request.url.endsWith('/search')) return fetch(request)
      const answer = (await (await fetch(request)).json()) as { results: unknown[] }
      return Response.json({ ...answer, results: answer.results.toReversed() })
    }
    drive.emulator.ledger.touch('deals', '1004', now + 1)
    drive.emulator.ledger.touch('deals', '1005', now + 2)
    const end = await step(drive, 'deals')
    expect(end.outcome).toBe('changed')
  })

  test('dated ahead of our clock do not carry the reading past what comes next', async () => {
    const drive = quick(deals(10))
    await poll(drive, ['deals'])
    const { ledger } = drive.emulator
    ledger.update('deals', '1001', { amount: '1' }, { at: now + 3_600_000 })
    await poll(drive, ['deals'])
    drive.clock.advance(5 * minute)
    ledger.update('deals', '1002', { amount: '2' }, { at: drive.clock.now().getTime() })
    await poll(drive, ['deals'])
    same(drive, 'deals')
  })

  test('since a day that a person names are all that is read then', async () => {
    const drive = quick(deals(100, (index) => now - 30 * 86_400_000 + index * 3_600_000))
    drive.store.positions.set('deals', {
      cursor: { steps: ['changes'], since: { at: Date.parse('2026-10-18T00:00:00Z') } },
      open: true,
    })
    await poll(drive, ['deals'])
    expect(rowsIn(drive, 'deals').size).toBe(100 - 31)
    expect(drive.requests.some(({ method }) => method === 'GET')).toBe(false)
    await poll(drive, ['deals'])
    expect(drive.requests.some(({ method }) => method === 'GET')).toBe(false)
  })
})

test('a search that holds back what it says there is stops the stream', async () => {
  const drive = quick(deals(10))
  const { fetch } = drive.around
  drive.around.fetch = (request) =>
    request.url.endsWith('/search')
      ? Promise.resolve(Response.json({ total: 5, results: [], paging: { next: { after: '200' } } }))
      : fetch(request)
  expect((await step(drive, 'deals')).outcome).toBe('changed')
})
