import type { Day } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { appendBatch } from './append.store.ts'
import { createBooker, type Booking } from './booking.ts'
import { effectiveFacts } from './effective-facts.store.ts'
import { factsAt, type FactCursor } from './facts-at.store.ts'
import { lockLedger, moveHead, readHead, writeZone } from './head.store.ts'
import { countedKinds, isCounted } from './movements-of.ts'
import { factsOfBatches } from './rebuild.store.ts'
import { addRestated, dropRestated, factsSince, removeEntries, takeRestated, versionsBefore } from './restated.store.ts'
import { recordName, type Standing } from './settle.ts'

/**
 * How far the restating of a tenant's days in another zone is. What it has worked out lies in `restated_movement` and
 * `restated_strip`, where no reading looks, until one batch takes all of it in.
 */
export interface Restating {
  from: string
  to: string
  /** Worked out is what was effective at this batch; what came after is caught up with. */
  upto: number
  /** The last fact of the last page, newest first; null before the first page. */
  after: FactCursor | null
  /** Every fact has been gone through. */
  read: boolean
  /** Facts gone through, and about how many there are. */
  facts: number
  of: number
}

const zoneFact = { kind: 'time_zone', source: 'throughline', key: 'time_zone' }

/** Begins: forgets what an earlier change left prepared. */
export async function beginRestating(inside: Inside, to: string): Promise<Restating> {
  await dropRestated(inside)
  const { timeZone, batch } = await readHead(inside)
  const { facts } = await factsSince(inside, 0)
  return { from: timeZone, to, upto: batch, after: null, read: false, facts: 0, of: facts }
}

/** Works out one more page of facts, newest first. Needs no lock: facts up to a batch never change. */
export async function restatePage(inside: Inside, it: Restating, limit: number): Promise<Restating> {
  const { rows, next } = await factsAt(inside, {
    kinds: countedKinds,
    batch: it.upto,
    after: it.after ?? undefined,
    limit,
  })
  await addRestated(inside, restated(rows as unknown as Standing[], it))
  return { ...it, after: next ?? it.after, read: next === null, facts: it.facts + rows.length }
}

/**
 * Takes in what was written since, whole batches, about `limit` facts of them: what was worked out for the version before is taken
 * back and the newest version put in its place.
 */
export async function catchUp(inside: Inside, it: Restating, limit: number): Promise<Restating> {
  const { last } = await factsSince(inside, it.upto)
  const batches = await factsOfBatches(inside, it.upto, last, limit)
  const upto = batches.length === 0 ? last : (batches.at(-1)?.[0]?.batch ?? last)
  const records = [
    ...Map.groupBy(
      batches.flat().filter(({ kind }) => isCounted(kind)),
      recordName,
    ).values(),
  ]
  const before = await versionsBefore(
    inside,
    records.flatMap(([first]) => first ?? []),
  )
  const newest = records.flatMap((versions) => versions.at(-1) ?? [])
  const [gone, come] = [restated([...before.values()], it), restated(newest, it)]
  await removeEntries(inside, gone.entries)
  const back = gone.movements.map((each) => ({ ...each, minor: -each.minor, n: -each.n }))
  // Two statements: a cell of both cannot be changed twice by one.
  await addRestated(inside, { movements: back, entries: [] })
  await addRestated(inside, come)
  return { ...it, upto }
}

/** How many facts it has yet to catch up with. */
export async function factsBehind(inside: Inside, it: Restating): Promise<number> {
  return (await factsSince(inside, it.upto)).facts
}

/**
 * Makes the new zone effective: one batch under cause `zone_change`. The ledger is locked for what is left to catch up with and a
 * handful of statements, whatever the number of facts.
 * @throws Error where days are no longer in the zone that it began from
 */
export async function finishRestating(
  inside: Inside,
  it: Restating,
  now: Date,
): Promise<{ batch: number; days: Day[] }> {
  await lockLedger(inside)
  const head = await readHead(inside)
  if (head.timeZone !== it.from) throw new Error('another change of zone came first')
  let at = it
  while (at.upto < head.batch) at = await catchUp(inside, at, catchUpAtOnce)
  const batch = head.batch + 1
  const [before] = await effectiveFacts(inside, [zoneFact])
  const version = {
    ...zoneFact,
    version: (before?.version ?? 0) + 1,
    cause: 'zone_change' as const,
    refersTo: null,
    contactNo: null,
    withdrawn: false,
    value: { kind: 'time_zone', happenedAt: now.toISOString(), timeZone: it.to, previous: it.from },
    before,
  }
  await appendBatch(inside, { batch, origin: 'settings' }, [version], { movements: [], entries: [] })
  const days = await takeRestated(inside, batch)
  await Promise.all([writeZone(inside, it.to), moveHead(inside, { batch, contactNo: head.contactNo })])
  return { batch, days }
}

const catchUpAtOnce = 5_000

/** Facts out of their places in the one zone and into those in the other. The batch's number is not known yet. */
function restated(facts: readonly Standing[], { from, to }: Pick<Restating, 'from' | 'to'>): Booking {
  const booker = createBooker(0)
  for (const fact of facts)
    booker.book({ before: fact, zoneBefore: from, after: fact, zoneAfter: to, cause: 'zone_change' })
  return booker.booking()
}
