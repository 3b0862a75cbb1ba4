import { runToEnd, step } from '@throughline/connector-kit/testing'
import { describe, expect, test } from 'vitest'
import { asked, fresh, kept, read, sorted, truth, type SalesforceDrive } from './test-drive.ts'

/** An org of so many contacts, with everything in their names that trips readers of CSV. */
function crowd(count: number, config = { bulkFrom: 100 }): SalesforceDrive {
  const drive = fresh({ records: 'bare', config })
  for (let index = 0; index < count; index += 1)
    drive.emulator.org.insert(
      'Contact',
      {
        LastName: index % 3 === 0 ? `O'Hara, "${index}"` : `P${index}`,
        ...{ MailingStreet: index % 5 === 0 ? `${index} Elm St\r\nRear, left` : null, DoNotCall: index % 2 === 0 },
        ...{ HasOptedOutOfEmail: false, OwnerId: drive.emulator.setup.users.rep },
      },
      new Date(Date.parse('2026-01-01T00:00:00Z') + index * 1_000),
    )
  return drive
}

const same = (drive: SalesforceDrive) => {
  expect(drive.store.quarantined).toEqual([])
  expect(sorted(kept(drive, 'contacts'))).toEqual(sorted(truth(drive, 'contacts')))
}
const bulkCalls = (drive: SalesforceDrive) => asked(drive).filter((path) => path.includes('/jobs/query'))

describe('a bulk query', { timeout: 60_000 }, () => {
  test('is chosen where there is more to read than the tenant said, after counting', async () => {
    const many = crowd(101)
    await read(many, 'contacts')
    expect(asked(many).findIndex((path) => path.startsWith('POST /jobs/query'))).toBeGreaterThan(
      asked(many).findIndex((path) => path.endsWith('/queryAll')),
    )
    same(many)
    const few = crowd(100)
    await read(few, 'contacts')
    expect(bulkCalls(few)).toEqual([])
    same(few)
  })

  test('gives the same rows as REST, to the byte', async () => {
    const bulk = crowd(250)
    const rest = crowd(250, { bulkFrom: 1_000 })
    await read(bulk, 'contacts')
    await read(rest, 'contacts')
    expect(JSON.stringify(sorted(kept(bulk, 'contacts')))).toBe(JSON.stringify(sorted(kept(rest, 'contacts'))))
    await read(rest, 'contacts')
    expect(rest.store.written).toBe(250)
  })

  test('is read page by page to the locator “null”, each page with a header of its own or only the first', async () => {
    for (const headers of ['every', 'first'] as const) {
      const drive = crowd(450)
      Object.assign(drive.emulator.knobs.bulk, { pageRows: 100, headers })
      await read(drive, 'contacts')
      expect(bulkCalls(drive).filter((path) => path.endsWith('/results'))).toHaveLength(5)
      same(drive)
    }
  })

  test('saves long pages in pieces that are asked for once, and goes on inside one after a stop', async () => {
    const drive = crowd(5_500)
    await read(drive, 'contacts')
    expect(bulkCalls(drive).filter((path) => path.endsWith('/results'))).toHaveLength(2)
    const saved = drive.store.pages.map(({ rows }) => rows.length).filter((rows) => rows > 0)
    expect(saved).toEqual(Array.from({ length: 11 }, () => 500))
    same(drive)
    const stopping = crowd(5_500)
    await read(stopping, 'contacts', { budgetMs: 0 })
    same(stopping)
    expect(stopping.store.seen).toBe(5_500)
  })

  test('waits between questions about it, never in a slice', async () => {
    const drive = crowd(150)
    drive.emulator.knobs.bulk.polls = 4
    const end = await step(drive, 'contacts')
    expect(end).toMatchObject({ outcome: 'later' })
    await read(drive, 'contacts')
    expect(drive.clock.slept).toEqual([])
    same(drive)
  })

  test('that fails without a word is asked for once more, then read by REST', async () => {
    for (const outcome of ['failed', 'aborted'] as const) {
      const drive = crowd(150)
      drive.emulator.knobs.bulk.outcome = outcome
      await read(drive, 'contacts')
      expect(bulkCalls(drive).filter((path) => path.startsWith('POST'))).toHaveLength(2)
      same(drive)
    }
  })

  test('that never ends is given up', async () => {
    const drive = crowd(150)
    drive.emulator.knobs.bulk.outcome = 'never'
    await read(drive, 'contacts')
    same(drive)
  })

  test('that the org does not have is done without', async () => {
    const drive = crowd(150)
    drive.emulator.knobs.bulk.available = false
    await read(drive, 'contacts')
    expect(bulkCalls(drive)).toHaveLength(1)
    same(drive)
  })

  test('whose locator a proxy took away is found short by its count, and read again', async () => {
    const drive = crowd(250)
    Object.assign(drive.emulator.knobs.bulk, { pageRows: 100, without: ['sforce-locator', 'sforce-numberofrecords'] })
    await read(drive, 'contacts')
    same(drive)
  })

  test('whose page was cut short is asked for that page again', async () => {
    const drive = crowd(150)
    drive.emulator.faults.next({ type: 'truncated' }, { path: '/results' })
    await read(drive, 'contacts')
    same(drive)
    const silently = crowd(150)
    silently.emulator.faults.next(
      { type: 'status', status: 200, body: '"Id","LastName"\n', contentType: 'text/csv' },
      { path: '/results' },
    )
    await read(silently, 'contacts').catch(() => undefined)
    await read(silently, 'contacts')
    same(silently)
  })

  test('whose results are gone is asked for anew', async () => {
    const drive = crowd(450)
    drive.emulator.knobs.bulk.pageRows = 100
    while (kept(drive, 'contacts').size === 0) {
      const end = await step(drive, 'contacts', { budgetMs: 0 })
      if (end.outcome === 'later') drive.clock.advance(60_000)
    }
    expect(kept(drive, 'contacts').size).toBeGreaterThan(0)
    drive.clock.advance(8 * 86_400_000)
    await read(drive, 'contacts')
    expect(bulkCalls(drive).filter((path) => path.startsWith('POST'))).toHaveLength(2)
    same(drive)
  })

  test('outlives a session: only the page under way is asked for again', async () => {
    const drive = crowd(450)
    drive.emulator.knobs.bulk.pageRows = 100
    while (kept(drive, 'contacts').size === 0) {
      const end = await step(drive, 'contacts', { budgetMs: 0 })
      if (end.outcome === 'later') drive.clock.advance(60_000)
    }
    drive.emulator.expire?.()
    await read(drive, 'contacts')
    expect(bulkCalls(drive).filter((path) => path.startsWith('POST'))).toHaveLength(1)
    same(drive)
  })

  test('answered with a page that is no CSV stops the stream and says so', async () => {
    const drive = crowd(150)
    drive.emulator.faults.next({ type: 'html' }, { path: '/results' })
    expect(await runToEnd(drive, 'contacts')).toMatchObject({ outcome: 'changed' })
    await read(drive, 'contacts')
    same(drive)
  })

  test('reads what is deleted too', async () => {
    const drive = crowd(300)
    const [first] = drive.emulator.org.table('Contact').ordered(['Id'])
    drive.emulator.org.remove('Contact', first?.Id ?? '')
    await read(drive, 'contacts')
    expect([...drive.store.rows.values()].filter(({ tally }) => tally?.gone)).toHaveLength(1)
    same(drive)
  })

  test('tells how far it is', async () => {
    const drive = crowd(450)
    drive.emulator.knobs.bulk.pageRows = 100
    await read(drive, 'contacts')
    const told = drive.store.pages.flatMap(({ progress }) => (progress ? [progress] : []))
    expect(told.at(0)).toEqual({ done: 0, of: 450 })
    expect(told.at(-1)).toEqual({ done: 400, of: 450 })
  })
})
