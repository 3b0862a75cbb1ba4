import { noAnswer, ratio, type OracleAnswer } from './answer.ts'
import { isAsked, type OracleAsk } from './ask.ts'
import { wallAt } from './local-time.ts'
import type { Known } from './known.ts'
import { whereOf, type Placed } from './place-keys.ts'
import { channelOf } from './touches.ts'
import type { TruthEvent } from './truth.ts'

/** What is sent to somebody is seen when it was delivered, each message once; what is shown, when it is viewed. */
function isSeen({ what, channel, holdout, viewType }: TruthEvent): boolean {
  if (channel === 'email' || channel === 'push') return what === 'campaign_delivered' && !holdout
  return what === 'campaign_viewed' && viewType !== 'received'
}

/** Who saw something that is asked for, and when: over texts, ads and emails together. */
function seenBy(known: Known, ask: OracleAsk): { person: number; at: number }[] {
  const seen: { person: number; at: number; place: Placed }[] = []
  for (const event of known.events) {
    if (!isSeen(event)) continue
    const place = { ...event, channel: channelOf(event.channel), source: 'events', adSet: null, ad: null }
    seen.push({ person: known.personOf(event.person), at: event.at, place })
  }
  for (const { person, campaign, creative, deliveredAt: at } of known.rows.text) {
    const place = { channel: 'sms', source: 'texts', campaign, creative, adSet: null, ad: null }
    if (at !== null) seen.push({ person: known.personOf(person), at, place })
  }
  return seen.filter(({ at, place }) => {
    const { day } = wallAt(known.truth.zone, at)
    return isAsked(ask, { day, where: { day, ...whereOf(place) }, currency: null, value: 1 })
  })
}

/** How often those who saw something saw it. */
export function messageFrequency(known: Known, ask: OracleAsk): OracleAnswer {
  const seen = seenBy(known, ask)
  const people = new Set(seen.map(({ person }) => person))
  return ratio({ value: seen.length, any: true }, { value: people.size, any: true })
}

/** Half of those who gave did so within so many hours of first seeing something. */
export function timeToFirst(known: Known, ask: OracleAsk): OracleAnswer {
  const first = new Map<number, number>()
  for (const { person, at } of seenBy(known, ask)) first.set(person, Math.min(at, first.get(person) ?? Infinity))
  const hours: number[] = []
  for (const [person, since] of first) {
    const gave = known.rows.gift
      .filter((gift) => gift.status === 'approved' && known.personOf(gift.person) === person)
      .map(({ at }) => Math.floor(at / 1000) - Math.floor(since / 1000))
      .filter((seconds) => seconds >= 0)
    if (gave.length > 0) hours.push(Math.min(...gave) / 3_600)
  }
  hours.sort((a, b) => a - b)
  const [low, high] = [hours[Math.ceil(hours.length / 2) - 1], hours[Math.floor(hours.length / 2)]]
  if (low === undefined || high === undefined) return noAnswer('nothing_to_divide_by')
  return { value: (low + high) / 2, numerator: null, denominator: null }
}
