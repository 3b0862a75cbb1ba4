import { api, json, refusalOf, refuse } from './emulator-answers.ts'
import { restRecord } from './emulator-print.ts'
import type { Soql } from './emulator-soql-parse.ts'
import { runSoql } from './emulator-soql-run.ts'
import type { View } from './emulator-view.ts'
import type { SRecord } from './emulator-table.ts'

interface Locator {
  soql: Soql
  records: SRecord[]
  session: string
  usedAt: number
}

/** What can be set of the answers to questions. */
export interface QueryKnobs {
  /** Rows in one answer; wide rows make it fewer than 2,000. */
  batch: number
  /** Questions for more rows than this take too long. */
  timesOutAbove: number
  /** Left out of the answers: a proxy that takes headers away. */
  tellsTime: boolean
}

const locatorLivesMs = 15 * 60_000
const locatorsKept = 10

/** `/query` and `/queryAll`, with cursors that die as Salesforce's do. */
export function createQueryApi(options: { view: View; knobs: QueryKnobs; now: () => Date }) {
  const { view, knobs, now } = options
  const locators = new Map<string, Locator>()
  let made = 0

  function page(id: string, { soql, records, session }: Locator, from: number): Response {
    const rows = records.slice(from, from + knobs.batch)
    const next = from + rows.length
    const done = next >= records.length
    if (!done) locators.set(id, { soql, records, session, usedAt: now().getTime() })
    return json(200, {
      totalSize: records.length,
      done,
      ...(done ? {} : { nextRecordsUrl: `${api}/query/${id}-${next}` }),
      records: rows.map((record) => restRecord(view, soql, record)),
    })
  }

  return {
    ask(url: URL, session: string): Response {
      const all = url.pathname.endsWith('/queryAll')
      try {
        const found = runSoql(view, url.searchParams.get('q') ?? '', { all })
        if (found.kind === 'count') return json(200, { totalSize: found.count, done: true, records: [] })
        if (found.kind === 'groups') {
          const records = found.rows.map((row) => ({ attributes: { type: 'AggregateResult' }, ...row }))
          return json(200, { totalSize: records.length, done: true, records: records.map(asRest) })
        }
        if (Math.min(found.records.length, found.soql.limit ?? Infinity) > knobs.timesOutAbove)
          return refuse(400, 'QUERY_TIMEOUT', 'Your query request was running for too long.')
        made += 1
        const oldest = [...locators.keys()].slice(0, Math.max(0, locators.size - locatorsKept + 1))
        oldest.forEach((id) => locators.delete(id))
        return page(`01g5e${String(made).padStart(10, '0')}`, { ...found, session, usedAt: 0 }, 0)
      } catch (error) {
        return refusalOf(error)
      }
    },

    more(path: string, session: string): Response {
      const [, id = '', from = '0'] = /\/query\/(\w+)-(\d+)$/.exec(path) ?? []
      const locator = locators.get(id)
      const isDead = !locator || locator.session !== session || now().getTime() - locator.usedAt > locatorLivesMs
      if (isDead) return refuse(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
      return page(id, locator, Number(from))
    },
  }
}

const asRest = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' && /^\d{4}-.*\dZ$/.test(value) ? value.replace(/Z$/, '+0000') : value,
    ]),
  )
