import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { activityKinds } from '../events/index.ts'
import {
  contactLinks,
  convert,
  fxRates,
  giftTraits,
  givingStrips,
  numbersIn,
  rootsAt,
  signOf,
} from '../ledger/index.ts'
import { epochDay, walkGiving } from './giving.ts'
import { isActivity, over, type PeopleFacts, type Trait } from './measure-columns.ts'
import { measures } from './measures.ts'
import type { Condition } from './rule.ts'

type Reading = Pick<Inside, 'db'>
interface At {
  batch: number
  day: Day
  rootOf: (contact: number) => number
}

/** Reads what these conditions are answered from, as known at a batch, of a day: nothing that none of them asks for. */
export async function readPeopleFacts(
  inside: Reading,
  { batch, day, conditions }: { batch: number; day: Day; conditions: readonly Condition[] },
): Promise<PeopleFacts> {
  const links = (await contactLinks(inside)).filter((link) => link.batch <= batch)
  const rootOf = rootsAt(links, batch)
  const at: At = { batch, day, rootOf }
  const asks = (of: 'giving' | 'traits' | 'activity') => conditions.filter(({ measure }) => measures[measure].of === of)
  const [tenant] = await inside.db.execute<{ currency: string }>(sql`select currency from tenant`)
  const currency = tenant?.currency ?? ''
  const strips = await givingStrips(inside, { to: day, batch })
  const rates = new Map(
    (await fxRates(inside, { from: '0001-01-01', to: day, currency })).map((each) => [
      `${each.day} ${each.from}`,
      each.rate,
    ]),
  )
  const giving = walkGiving(strips, {
    ...{ ...at, currency },
    lastDays: [...new Set(asks('giving').flatMap(({ lastDays }) => lastDays ?? []))],
    months: conditions.some(({ measure }) => measure === 'month_variance'),
    priced: (minor, from, on) => {
      const rate = rates.get(`${on} ${from}`)
      return rate === undefined ? null : convert(minor, from, currency, rate)
    },
  })
  const merged = new Map(links.flatMap(({ from }) => (rootOf(from) === from ? [] : [[from, rootOf(from)] as const])))
  const traits = await readTraits(inside, asks('traits'), at, merged)
  const { activity, active } = await readActivity(inside, asks('activity'), at)
  const sizes = [giving.size, active?.length ?? 0, ...[...traits.values()].map(({ known }) => known.length)]
  return { today: epochDay(day), giving, traits, activity, active, size: Math.max(...sizes) }
}

const backFrom = (day: Day, lastDays: number): Day =>
  new Date((epochDay(day) - lastDays + 1) * 86_400_000).toISOString().slice(0, 10)

async function readTraits(
  inside: Reading,
  conditions: readonly Condition[],
  { batch, day }: At,
  merged: ReadonlyMap<number, number>,
): Promise<Map<string, Trait>> {
  const traits = new Map<string, Trait>()
  for (const { measure, lastDays } of conditions) {
    const of = measure === 'top_category_share' || measure === 'categories' ? 'category' : 'region'
    const name = over(of, lastDays)
    if (traits.has(name)) continue
    const range = { from: lastDays === undefined ? '0001-01-01' : backFrom(day, lastDays), to: day }
    const rows = await giftTraits(inside, of, { batch, merged, range: lastDays === undefined ? undefined : range })
    const size = 1 + (rows.at(-1)?.contactNo ?? 0)
    const trait: Trait = { known: new Int32Array(size), top: new Int32Array(size), different: new Int32Array(size) }
    for (const { contactNo, known, top, different } of rows) {
      trait.known[contactNo] = known
      trait.top[contactNo] = top
      trait.different[contactNo] = different
    }
    traits.set(name, trait)
  }
  return traits
}

async function readActivity(
  { db }: Reading,
  conditions: readonly Condition[],
  { batch, day, rootOf }: At,
): Promise<{ activity: Map<string, Int32Array>; active: Uint8Array | null }> {
  const activity = new Map<string, Int32Array>()
  if (conditions.length === 0) return { activity, active: null }
  const rows = await db.execute<
    Record<'contact' | 'kind' | 'sign' | 'recorded', Uint8Array> & { day: Day; n: number }
  >(sql`
    select day::text as day, n, contact, kind, sign, recorded from activity_strip where day <= ${day}::date order by day, seq`)
  let highest = 0
  for (const { contact } of rows) for (const number of numbersIn(contact)) highest = Math.max(highest, rootOf(number))
  const active = new Uint8Array(highest + 1)
  const wanted = conditions.flatMap(({ measure, lastDays }) => {
    const counts = new Int32Array(highest + 1)
    if (!isActivity(measure) || activity.has(over(measure, lastDays))) return []
    activity.set(over(measure, lastDays), counts)
    const since = lastDays === undefined ? -Infinity : epochDay(day) - lastDays
    return [{ kind: activityKinds[measure as keyof typeof activityKinds], since, counts }]
  })
  for (const row of rows) {
    const [contacts, recorded, epoch] = [numbersIn(row.contact), numbersIn(row.recorded), epochDay(row.day)]
    const kinds = new DataView(row.kind.buffer, row.kind.byteOffset, row.kind.byteLength)
    for (let i = 0; i < row.n; i++) {
      if (recorded[i]! > batch) continue
      const person = rootOf(contacts[i]!)
      active[person] = 1
      const kind = kinds.getUint16(i * 2, true)
      for (const each of wanted)
        if (each.kind === kind && epoch > each.since) each.counts[person]! += signOf(row.sign[i])
    }
  }
  return { activity, active }
}
