import { amount, noAnswer, type OracleAnswer } from './answer.ts'
import { isAsked, type OracleAsk } from './ask.ts'
import { journeysOf } from './journeys.ts'
import { wallAt } from './local-time.ts'
import type { Known } from './known.ts'
import { whereOf } from './place-keys.ts'
import { sumsOf } from './sums.ts'
import { channelOf } from './touches.ts'

interface Arm {
  people: number
  converted: number
  net: number
}

/** In which so many gave after they were treated or held out: fewer say nothing. */
export interface HoldoutRules {
  windowMs: number
  smallest: { people: number; converted: number }
}

interface Arms {
  treated: Arm
  control: Arm
}

/** Whom each campaign was sent to and from whom it was withheld on these days; who is both is neither. */
function armsByCampaign(known: Known, ask: OracleAsk, { windowMs }: HoldoutRules): Map<string, Arms> {
  const campaigns = new Map<string, Map<number, { since: number; arms: Set<'treated' | 'control'> }>>()
  for (const { what, at, person: of, campaign, creative, channel, holdout } of known.events) {
    if (what !== 'campaign_delivered') continue
    const { day } = wallAt(known.truth.zone, at)
    const where = {
      day,
      ...whereOf({ campaign, creative, channel: channelOf(channel), source: 'events', adSet: null, ad: null }),
    }
    if (!isAsked(ask, { day, where, currency: null, value: 1 }) || typeof where.campaign !== 'string') continue
    const people =
      campaigns.get(where.campaign) ?? new Map<number, { since: number; arms: Set<'treated' | 'control'> }>()
    campaigns.set(where.campaign, people)
    const person = known.personOf(of)
    const so = people.get(person) ?? { since: Infinity, arms: new Set<'treated' | 'control'>() }
    people.set(person, { since: Math.min(so.since, at), arms: so.arms.add(holdout ? 'control' : 'treated') })
  }
  const moved = moneyMoments(known)
  return new Map([...campaigns].map(([key, people]) => [key, armsOf(people, moved, windowMs, known.until)]))
}

function armsOf(
  people: ReadonlyMap<number, { since: number; arms: ReadonlySet<'treated' | 'control'> }>,
  moved: ReturnType<typeof moneyMoments>,
  windowMs: number,
  until: number,
): Arms {
  const arms = { treated: { people: 0, converted: 0, net: 0 }, control: { people: 0, converted: 0, net: 0 } }
  for (const [person, { since, arms: of }] of people) {
    const [only, other] = [...of]
    if (only === undefined || other !== undefined || since > until) continue
    const after = (moved.get(person) ?? []).filter(
      ({ at }) => seconds(at) >= seconds(since) && seconds(at) <= seconds(since + windowMs),
    )
    arms[only].people += 1
    arms[only].converted += after.some(({ isGift }) => isGift) ? 1 : 0
    arms[only].net += after.reduce((sum, { net }) => sum + net, 0)
  }
  return arms
}

const seconds = (at: number): number => Math.floor(at / 1000)

/** When money of each person moved, in whole seconds, and what it did to net. */
function moneyMoments(known: Known): Map<number, { at: number; net: number; isGift: boolean }[]> {
  const moments = new Map<number, { at: number; net: number; isGift: boolean }[]>()
  const put = (person: number, at: number, net: number, isGift: boolean) =>
    moments.set(person, [...(moments.get(person) ?? []), { at, net, isGift }])
  for (const { person } of journeysOf(known)) if (!moments.has(person)) moments.set(person, [])
  // Money in a currency without a rate makes no sum.
  const inOurs = (currency: string, net: number) => (currency === known.truth.currency ? net : NaN)
  for (const { person, at, minor, fee, status, currency } of known.rows.gift)
    if (status === 'approved') put(known.personOf(person), at, inOurs(currency, minor - (fee ?? 0)), true)
  for (const { of, person, at, minor, feeReturned, currency } of known.rows.back) {
    // What goes back is the giver's, whoever the row names.
    const giver = known.rows.gift.find(({ key }) => key === of)?.person ?? person
    put(known.personOf(giver), at, inOurs(currency, (feeReturned ?? 0) - minor), false)
  }
  return moments
}

/** What would not have come without: the control is scaled to the size of the treated. */
export function holdoutFigure(
  known: Known,
  ask: OracleAsk,
  figure: 'incrementality' | 'holdout_lift' | 'relative_lift' | 'net_incremental_revenue',
  rules: HoldoutRules,
): OracleAnswer {
  const { people, converted } = rules.smallest
  const all = [...armsByCampaign(known, ask, rules)]
  const large = all.filter(([, { treated, control }]) => Math.min(treated.people, control.people) >= people)
  const [only] = large
  // More than one that says something is never made here.
  const mixed = all.some(([, { treated, control }]) => Number.isNaN(treated.net + control.net))
  if (only === undefined || large.length > 1)
    return noAnswer('nothing_to_divide_by', ...(mixed ? (['rate_missing'] as const) : []))
  const [campaign, { treated, control }] = only
  const [rate, baseline] = [treated.converted / treated.people, control.converted / control.people]
  const plainly = (value: number): OracleAnswer => ({ value, numerator: null, denominator: null })
  if (figure === 'holdout_lift') return plainly(rate - baseline)
  if (figure === 'net_incremental_revenue') {
    if (mixed) return noAnswer('rate_missing')
    const spend = amount(sumsOf(known, { ...ask, filter: { ...ask.filter, campaign } }).told('spend'))
    return plainly(treated.net - (control.net * treated.people) / control.people - (spend.value ?? 0))
  }
  if (Math.min(treated.converted, control.converted) < converted) return noAnswer('nothing_to_divide_by')
  if (figure === 'relative_lift') return plainly(rate / baseline - 1)
  return plainly((treated.converted - (control.converted * treated.people) / control.people) / treated.converted)
}
