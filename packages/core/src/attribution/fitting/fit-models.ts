import type { Door, Inside } from '@throughline/db'
import { jobOf } from '../../ingest/inbox.store.ts'
import type { Handler, Queue } from '../../jobs/index.ts'
import { contactLinks, zoneAt, zoneClock } from '../../ledger/index.ts'
import type { Threads } from '../../threads/index.ts'
import { createColumnCache } from '../columns/column-cache.ts'
import { groupPlaces } from '../compare/group-places.ts'
import { readFits, writeFits } from '../fits.store.ts'
import { readHistories } from '../journeys/history.store.ts'
import { membersOf } from '../journeys/members-of.ts'
import type { DataDriven, Fit, Fitted, NamedPath } from '../models/index.ts'
import { readReaders } from '../readers.store.ts'
import { readSettings, writeSetting } from '../setting.store.ts'
import { loadColumns, type Loaded } from '../views/load-columns.ts'
import type { FitInput } from './fit-both.ts'
import { hasMoved } from './has-moved.ts'
import { silentPaths } from './silent-paths.ts'
import { silentContacts } from './silent.store.ts'

export interface FitModelsDeps {
  door: Pick<Door, 'withTenant'>
  now: () => Date
  threads: Threads
  queue: Queue
}

/** Models are fitted to so many days. */
const fittedDays = 180
/** Of people who gave nothing so many are looked at; each then stands for several. */
const mostSilent = 4_000
const peopleAtOnce = 500

/**
 * Fits the data-driven models to a tenant's latest journeys, converting and not, and freezes them as facts where they moved. Where credit is
 * kept by one of them, the new fit is a new version of the setting, and what was credited is restated under cause `model_refit`.
 */
export function fitModels({ door, now, threads, queue }: FitModelsDeps): Handler {
  return async ({ tenantId }, { signal }) => {
    const actor = jobOf(tenantId, 'fit-models')
    const at = now()
    const inside = <T>(fn: (it: Inside) => Promise<T>) => door.withTenant(actor, tenantId, fn)
    const loaded = await inside((it) => loadFitted(it, at))
    const silent = await readSilent(inside, loaded, at)
    const work: FitInput = {
      columns: loaded.columns,
      filter: loaded.filter,
      channelOf: groupPlaces(loaded.ground.places.byNo, 'channel').channelOf,
      silent,
      seed: `${tenantId} ${loaded.ground.journeysAt}`,
    }
    const fitted = await threads.run<Record<DataDriven, Fitted>>('fitBoth', work, signal)
    const refitted = await inside((it) => freeze(it, fitted, at))
    if (refitted) await queue.add({ tenantId, kind: 'attribute', attempt: 0 })
    return 'done'
  }
}

async function loadFitted(inside: Inside, at: Date): Promise<Loaded> {
  const [{ current }, zone] = [await readSettings(inside), await zoneAt(inside)]
  const today = Temporal.PlainDate.from(zoneClock(zone)(at.getTime()).day)
  const range = { from: today.subtract({ days: fittedDays }).toString(), to: today.toString() }
  return loadColumns(inside, { cache: createColumnCache() }, { ...range, window: current.window })
}

/** Paths of people who gave nothing, sampled where there are many. */
async function readSilent(
  inside: <T>(fn: (it: Inside) => Promise<T>) => Promise<T>,
  { filter }: Loaded,
  at: Date,
): Promise<NamedPath[]> {
  const from = new Date(at.getTime() - fittedDays * 86_400_000).toISOString()
  const { all, chosen } = await inside((it) => silentContacts(it, { from, to: at.toISOString(), most: mostSilent }))
  const weight = chosen.length === 0 ? 1 : all / chosen.length
  const paths: NamedPath[] = []
  for (let start = 0; start < chosen.length; start += peopleAtOnce)
    paths.push(
      ...(await inside(async (it) => {
        const links = await contactLinks(it)
        const members = membersOf(chosen.slice(start, start + peopleAtOnce), links)
        const people = await readHistories(it, members, links)
        const readers = await readReaders(it, new Map())
        const silent = people.filter(({ conversions }) => conversions.length === 0)
        return silentPaths(silent, { readers, window: filter.window, weight })
      })),
    )
  return paths
}

/** @returns whether what credit is kept by has a new version */
async function freeze(inside: Inside, fitted: Record<DataDriven, Fitted>, now: Date): Promise<boolean> {
  const [before, { current }] = [await readFits(inside), await readSettings(inside)]
  const fits = Object.entries(fitted).flatMap(([name, result]): Fit[] =>
    result.ok && hasMoved(before[name as DataDriven], result.fit) ? [result.fit] : [],
  )
  await writeFits(inside, fits, now)
  const { name } = current.model
  const own = fits.find(({ model }) => model === name)
  if (!own || (name !== 'markov' && name !== 'shapley_rate')) return false
  await writeSetting(inside, { model: { name, fit: own }, window: current.window }, { cause: 'model_refit', now })
  return true
}
