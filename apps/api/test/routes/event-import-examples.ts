import { answerOf } from '../house/browser.ts'
import { notForViewers, some, type Example } from './example.ts'
import type { Furnished } from './furnish.ts'

const tenant = 'harbor-table'
const file =
  'event_type,timestamp,user_id,engagement_type\nuser_engaged,2020-01-02,ann,app_open\nuser_engaged,never,bob,app_open\n'
const path = `/upload/${tenant}/events?format=csv&name=past.csv`
const post = { method: 'POST', body: file }

/** An import of the client's, and what else is asked of it. */
const uploaded =
  (more: object = {}) =>
  async (f: Furnished): Promise<{ tenant: string; importId: string }> => {
    const { importId } = (await (await (await f.as('sam')).fetch(path, post)).json()) as { importId: string }
    return { tenant, importId, ...more }
  }
/** The same, and it is being written; or was. */
const begun = (settled: boolean) => async (f: Furnished) => {
  const one = await uploaded()(f)
  await (await f.as('sam')).mutate('eventImports.start', { ...one, step: 'write' })
  if (settled) await f.settle()
  return one
}
const withMapping = async (f: Furnished) => {
  const one = await uploaded()(f)
  const { data } = await (await f.as('sam')).query('eventImports.read', one)
  return { ...one, mapping: (data as { mapping: unknown }).mapping }
}

/** Files of past events. */
export const eventImportExamples: Example[] = [
  {
    route: 'POST /upload/:tenant/events',
    call: async (f) => answerOf(await (await f.as('sam')).fetch(path, post)),
    filled: some,
    tryAs: async (browser) => answerOf(await browser.fetch(path, post)),
    others: notForViewers,
  },
  {
    route: 'query eventImports.list',
    as: 'sam',
    input: async (f) => {
      await uploaded()(f)
      return { tenant }
    },
    filled: some,
    others: notForViewers,
  },
  { route: 'query eventImports.read', as: 'sam', input: uploaded(), filled: some, others: notForViewers },
  { route: 'query eventImports.preview', as: 'sam', input: uploaded(), filled: some, others: notForViewers },
  { route: 'mutation eventImports.map', as: 'sam', input: withMapping, others: notForViewers },
  {
    route: 'mutation eventImports.start',
    as: 'sam',
    input: uploaded({ step: 'check' }),
    others: notForViewers,
  },
  { route: 'mutation eventImports.stop', as: 'sam', input: begun(false), others: notForViewers },
  { route: 'mutation eventImports.remove', as: 'sam', input: uploaded(), others: notForViewers },
  {
    route: 'query eventImports.refused',
    as: 'sam',
    input: begun(true),
    filled: (data) => (data as { rows: unknown[] }).rows.length === 1,
    others: notForViewers,
  },
]
