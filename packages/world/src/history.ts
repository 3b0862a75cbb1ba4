import { sampleIndices, weightedChoice, type Rng } from '@throughline/stats'
import { giftMinor } from './amounts.ts'
import { appealsOf, type Appeals } from './appeals.ts'
import type { Client } from './client.ts'
import { linesOf, placeOrder, refundTime, type Order } from './gift.ts'
import { createGivers, type Givers } from './givers.ts'
import { hourMillis, intensityOf, type Intensity } from './intensity.ts'
import type { LineItem, Millis, Plan } from './line-item.ts'
import { beginPlan, chargeTimes } from './plan.ts'
import { pushesOf } from './pushes.ts'
import { zoneClock, type ZoneClock } from './zone-clock.ts'

/** What happened at one client until the world's end, and what goes on from there. */
export interface History {
  /** The client's own lines, in order of time: exactly as many as its size says. */
  lines: LineItem[]
  /** Lines of others on shared forms; the client's money is not in them. */
  foreign: LineItem[]
  /** Attempts that failed: told by webhook, never money. */
  declined: LineItem[]
  orders: Order[]
  plans: Plan[]
  givers: Givers
  clock: ZoneClock
  /** When the history begins. */
  start: Millis
  appeals: Appeals
  intensity: Intensity
  /** Gifts an hour where the intensity is 1. */
  giftsPerIntensity: number
  nextOrder: number
}

/** Shares of a client's own lines, a little above what the world promises. */
const share = { recurring: 0.16, tandem: 0.06, refunded: 0.042, late: 0.024, duplicated: 0.014, declined: 0.012 }

export function historyOf(client: Client, rng: Rng, end: Millis, wanted: number): History {
  const clock = zoneClock(client.timeZone)
  const start = startOf(client.timeZone, end)
  const pushes = pushesOf(rng)
  // A small world has fewer gifts to text for.
  const textShare = client.texts.share * (wanted < client.lines.full ? 0.3 : 1)
  const appeals = appealsOf(client, clock, pushes, rng.split('appeals'), start, textShare)
  const intensity = intensityOf(client, clock, pushes, start)
  const weights = Float64Array.from({ length: Math.floor((end - start) / hourMillis) }, (_, i) =>
    intensity(start + i * hourMillis),
  )
  const hours = weightedChoice(weights)
  const times = rng.split('times')
  const aTime = () => start + hours.draw(times) * hourMillis + times.below(3600) * 1000

  // A plan begins, charges come by themselves; a guess of how many each brings decides how many begin.
  const charges: { at: Millis; first: Millis; seed: number }[] = []
  const starts: { at: Millis; recurring: boolean; charges: Millis[]; draw: number }[] = []
  const lives = rng.split('lives')
  for (let n = 0; charges.length < Math.ceil(share.recurring * wanted); n++) {
    const at = aTime()
    const draft = beginPlan(lives.split(String(n)), client, nobody, at, '')
    const due = chargeTimes(draft, end)
    starts.push({ at, recurring: true, charges: due, draw: n })
    for (const first of due) charges.push({ at: first, first: at, seed: n })
  }
  const once = wanted - charges.length
  const odd = clockChangeTimes(clock, start, end, times).slice(0, once)
  for (let n = 0; n < once; n++) starts.push({ at: odd[n] ?? aTime(), recurring: false, charges: [], draw: n })
  starts.sort((a, b) => a.at - b.at || a.draw - b.draw)

  const givers = createGivers(client.homeStates)
  const people = rng.split('people')
  const orders: Order[] = []
  const own: { order: Order; at: Millis; charge: number }[] = []
  const plans: Plan[] = []
  for (const [n, begun] of starts.entries()) {
    const number = orderNumber(client, n)
    const donor = begun.recurring ? recognisable(givers, people) : givers.next(people)
    const plan = begun.recurring ? beginPlan(lives.split(String(begun.draw)), client, donor, begun.at, number) : null
    const minor = plan ? plan.minor : giftMinor(people, client.medianMinor * donor.level, client.maxMinor)
    const placed = { order: number, at: begun.at, day: clock.day(begun.at), donor, plan, minor }
    const order = placeOrder(people, client, placed, appeals)
    orders.push(order)
    if (plan) {
      plan.charges = begun.charges.length
      plans.push(plan)
    }
    for (const [k, at] of (plan ? begun.charges : [begun.at]).entries()) own.push({ order, at, charge: k + 1 })
  }
  shareForms(rng.split('tandem'), client, orders, Math.ceil(share.tandem * wanted))

  own.sort((a, b) => a.at - b.at)
  const lines: LineItem[] = []
  const foreign: LineItem[] = []
  for (const { order, at, charge } of own) {
    const made = linesOf(people, client, order, at, charge)
    for (const each of [made.own, ...made.foreign]) {
      each.lineItemId = client.firstLineItemId + lines.length * 4 + made.foreign.indexOf(each) + 1
      each.paymentId = client.firstLineItemId + 50_000_000 + lines.length
    }
    lines.push(made.own)
    foreign.push(...made.foreign)
  }
  markRefunds(rng.split('refunds'), lines, foreign, end)
  markLate(rng.split('late'), lines)
  const failed = declinedAttempts(rng.split('declined'), lines)
  return {
    lines,
    foreign,
    declined: failed,
    orders,
    plans,
    givers,
    clock,
    start,
    appeals,
    intensity,
    giftsPerIntensity: once / hours.total,
    nextOrder: starts.length,
  }
}

/** Order numbers count from a client's own start, as a source's do. */
export const orderNumber = (client: Client, n: number): string => `AB${client.firstLineItemId / 10 + n}`

const nobody = {
  donorNo: 0,
  firstName: '',
  lastName: '',
  email: null,
  phone: null,
  street: '',
  place: { city: '', state: '', zip: '', areaCode: '' },
  occupation: '',
  level: 1,
  unknown: false,
}

/** Eighteen months before, at the client's midnight. */
function startOf(timeZone: string, end: Millis): Millis {
  return Temporal.Instant.fromEpochMilliseconds(end).toZonedDateTimeISO(timeZone).subtract({ months: 18 }).startOfDay()
    .epochMilliseconds
}

/** A plan needs somebody who can be reached. */
function recognisable(givers: Givers, rng: Rng): LineItem['donor'] {
  for (;;) {
    const donor = givers.next(rng)
    if (!donor.unknown) return donor
  }
}

/** Gifts in the hours that the clocks repeat and skip, Eastern (where the reports count) and at the client's place. */
function clockChangeTimes(clock: ZoneClock, start: Millis, end: Millis, rng: Rng): Millis[] {
  const changes = [...clock.changes(start, end), ...zoneClock('America/New_York').changes(start, end)]
  return changes
    .flatMap(({ at }) => [at - hourMillis, at - 1000, at, at + 1000 * rng.below(3600)])
    .filter((at) => at >= start && at < end)
}

function shareForms(rng: Rng, client: Client, orders: Order[], wanted: number): void {
  let lines = 0
  for (const index of sampleIndices(rng, orders.length, orders.length)) {
    if (lines >= wanted) return
    const order = orders[index] as Order
    order.partners = rng.chance(0.15) ? client.partners.slice(0, 2) : [rng.pick(client.partners)]
    lines += order.plan ? order.plan.charges : 1
  }
}

/** Whole line items go back; the other lines of a tandem gift go back with them. The first of those chosen go back before `end`. */
function markRefunds(rng: Rng, lines: LineItem[], foreign: LineItem[], end: Millis): void {
  const chosen = [...sampleIndices(rng, lines.length, Math.ceil(share.refunded * lines.length))]
  const atLeast = Math.ceil(0.033 * lines.length)
  const beside = new Map<number, LineItem[]>()
  for (const line of foreign) beside.set(line.paymentId, [...(beside.get(line.paymentId) ?? []), line])
  for (const [n, index] of chosen.entries()) {
    const line = lines[index] as LineItem
    const soonest = n < atLeast ? (end - line.paidAt) * rng.float() : Infinity
    const refundedAt = refundTime(rng, line.paidAt, soonest)
    for (const each of [line, ...(beside.get(line.paymentId) ?? [])]) each.refundedAt = refundedAt
  }
}

/** Some come late, some twice. What comes late was not refunded yet. */
function markLate(rng: Rng, lines: LineItem[]): void {
  const kept = lines.filter((line) => line.refundedAt === null)
  const late = Math.ceil(share.late * lines.length)
  const chosen = sampleIndices(rng, kept.length, late + Math.ceil(share.duplicated * lines.length))
  for (const [n, index] of chosen.entries()) {
    const line = kept[index] as LineItem
    if (n < late) line.late = true
    else line.duplicated = true
  }
}

/** A card that failed a minute before the gift that then worked; its line number is one that no money has. */
function declinedAttempts(rng: Rng, lines: LineItem[]): LineItem[] {
  const chosen = sampleIndices(rng, lines.length, Math.ceil(share.declined * lines.length))
  return [...chosen]
    .sort((a, b) => a - b)
    .map((index) => lines[index] as LineItem)
    .filter((line) => line.charge === 1)
    .map((line) => ({
      ...line,
      status: 'declined' as const,
      lineItemId: line.lineItemId + 3,
      order: `${line.order}9`,
      plan: null,
      paidAt: line.paidAt - 60_000,
      refundedAt: null,
      late: false,
      duplicated: false,
    }))
}
