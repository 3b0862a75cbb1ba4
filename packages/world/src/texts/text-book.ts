import type { EmulatedBroadcast, EmulatedMessage } from '@throughline/connector-switchboard/emulator'
import { exponential, sampleIndices, type Rng } from '@throughline/stats'
import type { TextAppeal } from '../appeals.ts'
import { giversOf, type Giver } from '../audience.ts'
import type { Donor } from '../donor.ts'
import type { Given } from '../gift.ts'
import type { Millis } from '../line-item.ts'
import { dialled } from '../numbers.ts'
import type { ClientWorld } from '../world.ts'

/** A broadcast as the emulated Switchboard keeps it, its messages all there. */
export interface TextBroadcast extends EmulatedBroadcast {
  startAt: Millis
  gifts: { at: Millis; amountMinor: number }[]
  messages: EmulatedMessage[]
}

/** Who was texted what, and what they did. A gift with a text's code is of somebody who had that text and clicked. */
export interface TextBook {
  readonly broadcasts: readonly TextBroadcast[]
  /** Everybody who was ever sent a text. */
  readonly reached: ReadonlyMap<number, Giver>
  /** Sends another one. */
  send(appeal: TextAppeal): TextBroadcast
  /** Somebody gave: they are in the audience from now on, and clicked where their code is a text's. */
  gave(order: Given): { broadcast: TextBroadcast; message: EmulatedMessage } | undefined
}

const [second, hour] = [1_000, 3_600_000]
const soon = 14 * 24 * hour
const replies = ['Thank you!', 'Who is this?', 'Already gave, good luck', 'Yes', 'Count me in']

/** @param most people in the audience of one text, beside those who gave for it */
export function openTextBook(place: ClientWorld, rng: Rng, end: Millis, most: number): TextBook {
  const { client, appeals } = place
  const audience = giversOf(place.orders, ({ phone }) => phone !== null)
  const inAudience = new Set(audience.map(({ donor }) => donor.donorNo))
  const forText = Map.groupBy(place.orders, ({ refcode }) => refcode)
  const stopped = new Map<number, Millis>()
  const broadcasts: TextBroadcast[] = []
  const byRefcode = new Map<string, TextBroadcast>()
  const reached = new Map<number, Giver>()

  /** Those in the audience who give in the weeks after, by whatever they are asked with: people are texted who mean to give. */
  const inOrder = [...place.orders].sort((a, b) => a.placedAt - b.placedAt)
  const memberOf = new Map(audience.map((giver) => [giver.donor.donorNo, giver]))
  const soonGivers = (at: Millis): Giver[] =>
    inOrder
      .slice(
        lengthBefore(inOrder, at, ({ placedAt }) => placedAt),
        lengthBefore(inOrder, at + soon, ({ placedAt }) => placedAt),
      )
      .flatMap(({ donor }) => memberOf.get(donor.donorNo) ?? [])
      .filter(({ since }) => since < at)

  const hasStopped = (donor: Donor, at: Millis) => (stopped.get(donor.donorNo) ?? Infinity) < at
  const idOf = (broadcastId: string, donor: Donor) => `pm_${broadcastId.slice(3)}_${donor.donorNo}`

  function send(appeal: TextAppeal): TextBroadcast {
    const draw = rng.split(appeal.id)
    const pool = lengthBefore(audience, appeal.startAt, ({ since }) => since)
    const atRandom = [...sampleIndices(draw, pool, Math.min(most, pool))].map((at) => audience[at] as Giver)
    const chosen = mixed(soonGivers(appeal.startAt), atRandom, most)
    const gave = (forText.get(appeal.refcode) ?? []).filter(({ donor }) => donor.phone !== null)
    const givers = new Map(gave.map((order) => [order.donor.donorNo, order]))
    const others = chosen.filter(({ donor }) => !givers.has(donor.donorNo))
    const fresh = others.filter(({ donor }) => !hasStopped(donor, appeal.startAt))
    const people = [...fresh.map(({ donor }) => donor), ...[...givers.values()].map(({ donor }) => donor)]
    const kept = people.filter((donor) => !hasStopped(donor, appeal.startAt))
    const step = (appeal.endAt - appeal.startAt - 10 * second) / Math.max(1, kept.length)
    const messages = kept.map((donor, n): EmulatedMessage => {
      if (!reached.has(donor.donorNo)) reached.set(donor.donorNo, { donor, since: appeal.startAt })
      const sentAt = appeal.startAt + second * Math.floor((n * step) / second)
      const base = { id: idOf(appeal.id, donor), to: dialled(donor.phone ?? ''), sentAt }
      const order = givers.get(donor.donorNo)
      if (!order) return reaction(draw, base, donor)
      return { ...base, deliveredAt: sentAt + 3 * second, ...clickOf(order) }
    })
    const broadcast: TextBroadcast = {
      ...{ id: appeal.id, title: `${appeal.refcode} ask`, listId: 'pl_donors', listName: 'Donors with a mobile' },
      text: textOf(client.voice, client.forms[appeal.startAt % client.forms.length] ?? '', appeal.refcode),
      ...{ createdAt: appeal.startAt - 2 * hour, scheduledAt: appeal.startAt, startAt: appeal.startAt },
      endAt: appeal.endAt,
      previouslyOptedOut: others.length - fresh.length,
      // Three cents a message.
      costMinor: 3 * messages.length,
      gifts: gave.map(({ placedAt: at, minor: amountMinor }) => ({ at, amountMinor })),
      messages,
    }
    broadcasts.push(broadcast)
    byRefcode.set(appeal.refcode, broadcast)
    return broadcast
  }

  /** What those do who do not give for it. */
  function reaction(draw: Rng, base: { id: string; to: string; sentAt: Millis }, donor: Donor): EmulatedMessage {
    const luck = draw.float()
    const later = (mean: number) => base.sentAt + 20 * second + second * Math.floor(exponential(draw, mean / second))
    if (luck < 0.02) return { ...base, failedAt: base.sentAt + 5 * second }
    const message = { ...base, deliveredAt: base.sentAt + 3 * second }
    if (luck < 0.06) return { ...message, clicks: [later(2 * hour)] }
    if (luck < 0.068) return { ...message, repliedAt: later(hour), reply: draw.pick(replies) }
    if (luck >= 0.073) return message
    const at = later(hour)
    stopped.set(donor.donorNo, at)
    return { ...message, repliedAt: at, reply: 'STOP', optedOutAt: at }
  }

  const book: TextBook = {
    broadcasts,
    reached,
    send,
    gave(order) {
      const { donor, placedAt, refcode } = order
      if (donor.phone === null) return undefined
      if (!inAudience.has(donor.donorNo)) audience.push({ donor, since: placedAt })
      inAudience.add(donor.donorNo)
      const broadcast = byRefcode.get(refcode ?? '')
      if (!broadcast || hasStopped(donor, broadcast.startAt)) return undefined
      broadcast.gifts.push({ at: placedAt, amountMinor: order.minor })
      const id = idOf(broadcast.id, donor)
      const known = broadcast.messages.find((message) => message.id === id)
      const sentAt = known?.sentAt ?? broadcast.startAt
      const more = { deliveredAt: sentAt + 3 * second, ...clickOf(order) }
      const message = known ?? { id, to: dialled(donor.phone), sentAt, visibleAt: placedAt }
      if (!known) broadcast.messages.push(message)
      delete message.failedAt
      Object.assign(message, more)
      return { broadcast, message }
    },
  }
  for (const appeal of appeals.textsWithin(place.start, end)) send(appeal)
  return book
}

/** The click that a gift came by. */
const clickOf = ({ placedAt, refcodeSB }: Given): Pick<EmulatedMessage, 'clicks' | 'token'> => ({
  clicks: [placedAt - 90 * second],
  ...(refcodeSB === null ? {} : { token: refcodeSB }),
})

const textOf = (voice: string, form: string, refcode: string): string =>
  `${voice} here. Will you chip in today? {{ "https://secure.actblue.com/donate/${form}?refcode=${refcode}" | sb_link }} Stop2End`

/** How many of them, in order of time, came before. */
function lengthBefore<T>(sorted: readonly T[], at: Millis, timeOf: (each: T) => Millis): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (timeOf(sorted[middle] as T) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** Half of them of the first list, as far as it goes, the rest of the second; nobody twice. */
function mixed(first: readonly Giver[], second: readonly Giver[], most: number): Giver[] {
  const chosen = new Map<number, Giver>()
  const add = (givers: readonly Giver[], upTo: number) => {
    for (const giver of givers) if (chosen.size < upTo) chosen.set(giver.donor.donorNo, giver)
  }
  add(first, Math.floor(most / 2))
  add(second, most)
  return [...chosen.values()]
}
