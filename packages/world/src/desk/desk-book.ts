import type { EmulatedCall, EmulatedContact, EmulatedText } from '@throughline/connector-openphone/emulator'
import { exponential, type Rng } from '@throughline/stats'
import type { Given } from '../gift.ts'
import type { Millis } from '../line-item.ts'
import { dialled } from '../numbers.ts'
import type { ClientWorld } from '../world.ts'

/** What the client's own people say and hear by phone: thanks to those who gave much, and what they answer. */
export interface DeskBook {
  readonly texts: readonly EmulatedText[]
  readonly calls: readonly EmulatedCall[]
  readonly contacts: readonly EmulatedContact[]
  /** What follows from a gift; nothing where it was small or its giver has no number. */
  gave(order: Given): { texts: EmulatedText[]; calls: EmulatedCall[]; contact?: EmulatedContact } | undefined
}

/** People are thanked for gifts of so many times the middle one. */
const thankedFrom = 4
const [minute, hour] = [60_000, 3_600_000]
export const deskNumbers = { main: 'PN1', events: 'PN2' }
const answers = [
  'You are welcome!',
  'Happy to help.',
  'Thanks for the note',
  'Glad to be part of this',
  'Call me in May',
]

/** @param since from when on people are thanked by phone */
export function openDeskBook(place: ClientWorld, rng: Rng, since: Millis): DeskBook {
  const { client, clock } = place
  const texts: EmulatedText[] = []
  const calls: EmulatedCall[] = []
  const contacts = new Map<number, EmulatedContact>()

  /** The next time at which somebody is at the desk: 9 to 18 where the client is. */
  const atDesk = (at: Millis): Millis => {
    let when = at
    while (clock.wall(when).hour < 9 || clock.wall(when).hour >= 18) when += hour
    return when
  }

  function gave(order: Given): ReturnType<DeskBook['gave']> {
    const { donor, placedAt, minor } = order
    if (donor.phone === null || minor < thankedFrom * client.medianMinor) return undefined
    const draw = rng.split(`thanks ${order.order}`)
    const other = dialled(donor.phone)
    const numberId = draw.chance(0.8) ? deskNumbers.main : deskNumbers.events
    const thankedAt = atDesk(placedAt + 20 * minute + 1_000 * draw.below(4 * 3_600))
    const luck = draw.float()
    const ends = luck < 0.97 ? ('delivered' as const) : ('undelivered' as const)
    const made: EmulatedText[] = [
      {
        ...{ id: `AC${order.order}a`, at: thankedAt, direction: 'outgoing', other, numberId, ends },
        text: `Hi ${donor.firstName}, ${client.voice} here: thank you for your gift.`,
        ...(ends === 'delivered' ? {} : { errorCode: '30006' }),
      },
    ]
    if (ends === 'delivered' && draw.chance(0.35)) {
      const at = thankedAt + 3 * minute + 1_000 * Math.floor(exponential(draw, 1_800))
      made.push({ id: `AC${order.order}b`, at, direction: 'incoming', other, numberId, text: draw.pick(answers) })
    }
    const called: EmulatedCall[] = []
    if (draw.chance(0.25)) {
      const at = atDesk(thankedAt + 18 * hour)
      const spoke = draw.chance(0.6)
      called.push({
        ...{ id: `AC${order.order}c`, at, direction: 'outgoing', other, numberId },
        ...(spoke ? { status: 'completed', seconds: 40 + draw.below(600) } : { status: 'no-answer' }),
      })
    }
    texts.push(...made)
    calls.push(...called)
    if (contacts.has(donor.donorNo)) return { texts: made, calls: called }
    const contact: EmulatedContact = {
      ...{ id: `ct${donor.donorNo}`, firstName: donor.firstName, lastName: donor.lastName, phone: other },
      ...(donor.email === null ? {} : { email: donor.email }),
      at: thankedAt,
    }
    contacts.set(donor.donorNo, contact)
    return { texts: made, calls: called, contact }
  }

  const orders = place.orders.filter(({ placedAt }) => placedAt >= since)
  for (const order of orders.sort((a, b) => a.placedAt - b.placedAt)) gave(order)
  return {
    texts,
    calls,
    get contacts() {
      return [...contacts.values()]
    },
    gave,
  }
}
