import type { Cause, Day, MovementKind } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { appendBatch } from './append.store.ts'
import { batchAt, zoneAt } from './as-of.store.ts'
import { cellName, type BookedMovement } from './booking.ts'
import { factsOfBatches, dropStrips, storedMovements, stripDays, type StoredMovement } from './rebuild.store.ts'
import { createReplay } from './replay.ts'
import { compareStrips } from './rebuild-strips.ts'
import type { StripEntry } from './strip-entry.ts'
import { stripsOf, writeStrips } from './strips.store.ts'
import { lockLedger, moveHead, readHead } from './head.store.ts'

interface Sum {
  minor: number
  n: number
}

/** A stored movement that is not what the facts say. */
export interface MovementDifference {
  store: 'money_movement'
  batch: number
  day: Day
  hour: number
  kind: MovementKind
  currency: string
  recurring: boolean
  cause: Cause
  /** What the facts say; null where they say nothing. */
  expected: Sum | null
  /** What is stored; null where nothing is. */
  found: Sum | null
  /** A later movement under cause `reprocess` makes up for it. */
  repaired: boolean
}

/** A day whose packed events are not what the facts say. */
export interface StripDifference {
  store: 'strip'
  day: Day
  expected: number
  found: number
}

export interface LedgerCheck {
  /** Nothing differs, or all that does has been repaired. */
  ok: boolean
  /** Read up to this batch. */
  batch: number
  facts: number
  movements: number
  days: number
  differences: (MovementDifference | StripDifference)[]
}

const factsAtOnce = 5000

/**
 * Recomputes every movement and strip from the facts, batch by batch, and names each stored row that differs. Writes nothing.
 * Facts and movements of a batch never change, so it needs no lock.
 */
export async function checkLedger(inside: Inside): Promise<LedgerCheck> {
  return (await compare(inside)).check
}

/**
 * Makes current figures what the facts say: appends movements under cause `reprocess`, never rewriting what was reported from, and
 * rebuilds the strips of days that differ. What was read before keeps its value.
 * @returns the check as it was found, and the batch that repaired it, if one was needed
 */
export async function repairLedger(inside: Inside): Promise<{ found: LedgerCheck; batch: number | undefined }> {
  await lockLedger(inside)
  const { check, missing, entries } = await compare(inside)
  const days = check.differences.flatMap((each) => (each.store === 'strip' ? [each.day] : []))
  if (days.length > 0) {
    await dropStrips(inside, days)
    await writeStrips(
      inside,
      days.map((day) => ({ day, entries: entries.get(day) ?? [] })),
    )
  }
  if (missing.length === 0) return { found: check, batch: undefined }
  const head = await readHead(inside)
  const batch = head.batch + 1
  await appendBatch(inside, { batch, origin: 'rebuild' }, [], { movements: missing, entries: [] })
  await moveHead(inside, { batch, contactNo: head.contactNo })
  return { found: check, batch }
}

async function compare(
  inside: Inside,
): Promise<{ check: LedgerCheck; missing: BookedMovement[]; entries: Map<Day, StripEntry[]> }> {
  const [{ batch: until }, zone] = await Promise.all([batchAt(inside), zoneAt(inside, 0)])
  const replay = createReplay(zone)
  const entries = new Map<Day, StripEntry[]>()
  const found: MovementDifference[] = []
  const repairs: StoredMovement[] = []
  let [facts, movements, after] = [0, 0, 0]
  while (after < until) {
    const batches = await factsOfBatches(inside, after, until, factsAtOnce)
    const last = batches.at(-1)?.[0]?.batch
    const upto = batches.length === 0 || last === undefined ? until : last
    const expected = new Map<string, BookedMovement & { batch: number }>()
    for (const list of batches) {
      facts += list.length
      const { batch, booking } = replay.next(list)
      for (const each of booking.movements) expected.set(`${batch} ${cellName(each)}`, { ...each, batch })
      for (const entry of booking.entries) push(entries, entry)
    }
    const stored = await storedMovements(inside, after, upto)
    movements += stored.length
    repairs.push(...stored.filter(({ origin }) => origin === 'rebuild'))
    found.push(
      ...differences(
        expected,
        stored.filter(({ origin }) => origin !== 'rebuild'),
      ),
    )
    after = upto
  }
  const { settled, missing } = weigh(found, repairs)
  const days = [...new Set([...(await stripDays(inside)), ...entries.keys()])].sort()
  const strips = await compareStrips(days, entries, until, (range) => stripsOf(inside, range))
  return {
    check: {
      ok: strips.length === 0 && settled.every(({ repaired }) => repaired),
      batch: until,
      facts,
      movements,
      days: days.length,
      differences: [...settled, ...strips],
    },
    missing,
    entries,
  }
}

function differences(
  expected: ReadonlyMap<string, BookedMovement & { batch: number }>,
  stored: readonly StoredMovement[],
): MovementDifference[] {
  const found = new Map(stored.map((each) => [`${each.batch} ${cellName(each)}`, each]))
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((name) => {
    const [is, has] = [expected.get(name), found.get(name)]
    if (is && has && is.minor === has.minor && is.n === has.n) return []
    const row = is ?? has
    return row ? [difference(row, is ?? null, has ?? null)] : []
  })
}

const sumOf = (sum: Sum | null): Sum | null => sum && { minor: sum.minor, n: sum.n }
function difference(
  row: BookedMovement & { batch: number },
  expected: Sum | null,
  found: Sum | null,
): MovementDifference {
  const { batch, day, hour, kind, currency, recurring, cause } = row
  return {
    store: 'money_movement',
    batch,
    day,
    hour,
    kind,
    currency,
    recurring,
    cause,
    expected: sumOf(expected),
    found: sumOf(found),
    repaired: false,
  }
}

/** Sets what repairs added against what differs, cell by cell: what is left is missing from today's figures. */
function weigh(
  found: MovementDifference[],
  repairs: readonly StoredMovement[],
): { settled: MovementDifference[]; missing: BookedMovement[] } {
  const place = (row: Omit<BookedMovement, keyof Sum>) => cellName({ ...row, cause: 'reprocess' })
  const cells = Map.groupBy(found, place)
  const repaired = Map.groupBy(repairs, place)
  const settled: MovementDifference[] = []
  const missing: BookedMovement[] = []
  for (const name of new Set([...cells.keys(), ...repaired.keys()])) {
    const [rows, fixes] = [cells.get(name) ?? [], repaired.get(name) ?? []]
    const sum = (field: keyof Sum) =>
      rows.reduce((total, row) => total + (row.expected?.[field] ?? 0) - (row.found?.[field] ?? 0), 0) -
      fixes.reduce((total, row) => total + row[field], 0)
    const left = { minor: sum('minor'), n: sum('n') }
    const even = left.minor === 0 && left.n === 0
    settled.push(...rows.map((row) => ({ ...row, repaired: even && fixes.length > 0 })))
    const [row] = [...rows, ...fixes]
    if (even || !row) continue
    const { day, hour, kind, currency, recurring } = row
    missing.push({ day, hour, kind, currency, recurring, cause: 'reprocess', ...left })
    // A repair that itself is wrong: the facts ask for it changed by what is left.
    const [fix] = fixes
    if (rows.length === 0 && fix)
      settled.push(difference(fix, { minor: fix.minor + left.minor, n: fix.n + left.n }, fix))
  }
  return { settled, missing }
}

function push(entries: Map<Day, StripEntry[]>, entry: StripEntry): void {
  const day = entries.get(entry.day)
  if (day) day.push(entry)
  else entries.set(entry.day, [entry])
}
