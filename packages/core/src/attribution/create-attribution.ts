import { NotFound } from '@throughline/canonical'
import type { Actor, Door, Inside } from '@throughline/db'
import { createMaskedNames } from '../metrics/masked-names.ts'
import type { Queue } from '../jobs/index.ts'
import type { Secrets } from '../secrets/index.ts'
import { may, requireMay, type Permission } from '../tenants/index.ts'
import type { Threads } from '../threads/index.ts'
import type { Attribution } from './attribution.ts'
import { createColumnCache } from './columns/column-cache.ts'
import { chooseSetting, settingView } from './views/setting-view.ts'
import { compareView } from './views/compare-view.ts'
import { journeyView } from './views/journey-view.ts'
import { journeysView } from './views/journeys-view.ts'
import { pathsView } from './views/paths-view.ts'
import { previewView } from './views/preview-view.ts'
import { recordOf } from './views/record.store.ts'
import type { Within } from './views/within.ts'
import { returnsView } from './returns/returns-view.ts'
import { readTopics, writeTopics } from './returns/topic-rules.store.ts'
import { textsView } from './texts/texts-view.ts'
import type { KnownReaders } from './readers.store.ts'

export interface AttributionDeps {
  door: Pick<Door, 'withTenant'>
  now: () => Date
  secrets: Secrets
  queue: Queue
  threads: Threads
}

/** Everything the attribution's pages ask. Sums over many journeys are worked out on other threads. */
export function createAttribution({ door, now, secrets, queue, threads }: AttributionDeps): Attribution {
  const maskedNames = createMaskedNames(secrets, now)
  const cache = createColumnCache()
  const known: KnownReaders = new Map()
  const inside =
    (actor: Actor, tenantId: string, permission: Permission): Within =>
    (fn) =>
      door.withTenant(actor, tenantId, async (it: Inside) => {
        requireMay(it.role, permission)
        return fn(it)
      })
  const reading = (actor: Actor, tenantId: string) => inside(actor, tenantId, 'overview.read')
  const deps = { threads, cache, maskedNames }
  return {
    compare: (actor, tenantId, input) => compareView(reading(actor, tenantId), deps, input),
    paths: (actor, tenantId, input) => pathsView(reading(actor, tenantId), deps, input),
    journeys: (actor, tenantId, input) => journeysView(reading(actor, tenantId), deps, input),
    journey: (actor, tenantId, input) =>
      inside(actor, tenantId, 'proof.read')((it) => journeyView(it, { maskedNames, known }, input)),
    record: (actor, tenantId, input) =>
      inside(
        actor,
        tenantId,
        'proof.read',
      )(async (it) => {
        const record = await recordOf(it, input)
        if (record.versions.length === 0) throw new NotFound('No such record.')
        return record
      }),
    returns: (actor, tenantId, input) => reading(actor, tenantId)((it) => returnsView(it, input)),
    texts: (actor, tenantId, input) => reading(actor, tenantId)((it) => textsView(it, deps, input)),
    topics: (actor, tenantId) =>
      reading(
        actor,
        tenantId,
      )(async (it) => ({ ...(await readTopics(it)), mayChange: may(it.role, 'attribution.choose') })),
    changeTopics: (actor, tenantId, { rules }) =>
      inside(
        actor,
        tenantId,
        'attribution.choose',
      )(async (it) => {
        await writeTopics(it, rules, now())
        return { topics: (await readTopics(it)).rules.length }
      }),
    preview: (actor, tenantId, input) => previewView(reading(actor, tenantId), deps, input, now()),
    setting: (actor, tenantId) => reading(actor, tenantId)((it) => settingView(it, may(it.role, 'attribution.choose'))),
    async choose(actor, tenantId, input) {
      const view = await inside(actor, tenantId, 'attribution.choose')((it) => chooseSetting(it, input, now()))
      await queue.add({ tenantId, kind: 'attribute', attempt: 0 })
      return view
    },
  }
}
