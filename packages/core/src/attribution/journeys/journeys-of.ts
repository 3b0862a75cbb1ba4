import type { Conversion } from '@throughline/canonical'
import { net } from '../../ledger/index.ts'
import type { Tier } from '../evidence.ts'
import { codesOf } from './codes-of.ts'
import type { PersonFact, PersonHistory } from './fact-of-person.ts'
import type { Customer, Journey } from './journey.ts'
import { partsOf } from './parts-of.ts'
import type { Readers } from './touch-of-fact.ts'
import { isView, type Touch } from './touch.ts'
import { touchesOf } from './touches-of.ts'

/**
 * Every journey of one person: a pure function of their facts, so that neither the order of arrival nor how often anything arrived
 * matters.
 */
export function journeysOf(person: PersonHistory, readers: Readers, timeZone: string): Journey[] {
  const refundsOf = Map.groupBy(person.refunds, ({ source, value }) => `${source}\0${String(value['of'])}`)
  const counted = person.conversions
    .map((fact) => {
      const refunds = refundsOf.get(`${fact.source}\0${fact.key}`) ?? []
      return {
        fact,
        at: Date.parse(fact.value.happenedAt),
        parts: partsOf(fact, refunds, timeZone),
        cause: [fact, ...refunds].reduce((last, each) => (each.batch > last.batch ? each : last)).cause,
      }
    })
    .filter(({ parts }) => parts.length > 0)
    .sort((a, b) => a.at - b.at || (nameOf(a.fact) < nameOf(b.fact) ? -1 : 1))
  const orphaned = orphansOf(person, timeZone)
  if (counted.length === 0) return orphaned
  const planBegan = new Map<string, number>()
  for (const { fact, at } of counted) {
    const plan = planOf(fact)
    if (plan !== undefined && !planBegan.has(plan)) planBegan.set(plan, at)
  }
  const touches = touchesOf(person, readers)
  let gifts = 0
  const journeys = counted.map(({ fact, at, parts, cause }) => {
    const value = fact.value as unknown as Conversion
    const decidedAt = planBegan.get(planOf(fact) ?? '') ?? at
    const codes = codesOf(fact.value, decidedAt)
    const finding = readers.findPlace(codes)
    const led = ledBy(touches, { fact, decidedAt, finding })
    const gross = parts.find(({ kind }) => kind === 'gross')
    const customer = customerOf(gifts, value)
    if (gross) gifts += 1
    return {
      source: fact.source,
      key: fact.key,
      contactNo: person.contactNo,
      happenedAt: at,
      decidedAt,
      day: (gross ?? parts[0])?.day ?? '',
      type: value.type,
      customer,
      currency: value.amount.currency,
      gross: gross?.minor ?? 0,
      net: net(parts.filter(({ currency }) => currency === value.amount.currency)),
      form: codes.form,
      codes,
      finding,
      tier: tierOf(finding.tier, led),
      touches: led,
      parts,
      milestones: null,
      cause,
    }
  })
  return [...journeys, ...orphaned]
}

/** What went back of a gift that nobody has told of yet: money that moved, credited to nowhere until the gift comes. */
function orphansOf(person: PersonHistory, timeZone: string): Journey[] {
  const byGift = Map.groupBy(person.orphans, ({ source, value }) => `${source}\0${String(value['of'])}`)
  return [...byGift.values()].flatMap((refunds): Journey[] => {
    const parts = partsOf(undefined, refunds, timeZone)
    const [first] = refunds
    const [part] = parts
    if (!first || !part) return []
    const at = Math.min(...refunds.map(({ value }) => Date.parse(value.happenedAt)))
    return [
      {
        source: first.source,
        key: String(first.value['of']),
        contactNo: person.contactNo,
        happenedAt: at,
        decidedAt: at,
        day: part.day,
        type: 'refund',
        customer: 'returning',
        currency: part.currency,
        gross: 0,
        net: net(parts.filter(({ currency }) => currency === part.currency)),
        form: null,
        codes: { happenedAt: at, refcodes: {}, clickIds: {}, form: null, region: null },
        finding: { place: null, tier: 'none', evidence: [], trouble: 'no_code', concerns: [] },
        tier: 'none',
        touches: [],
        parts,
        milestones: null,
        cause: refunds.reduce((last, each) => (each.batch > last.batch ? each : last)).cause,
      },
    ]
  })
}

const nameOf = ({ source, key }: PersonFact): string => `${source}\0${key}`

/** Charges of one plan were decided on once. */
function planOf({ source, value }: PersonFact): string | undefined {
  const plan = value['plan']
  return typeof plan === 'string' ? `${source}\0${plan}` : undefined
}

const customerOf = (place: number, { plan }: Conversion): Customer =>
  place === 0 ? 'new' : plan === undefined ? 'returning' : 'monthly'

/** A click on the form and the gift belong together when no more than this lies between them. */
const sameClickMs = 24 * 3_600_000

/** The touches before it, and the one that its own codes prove, unless that click was seen. */
function ledBy(
  touches: readonly Touch[],
  { fact, decidedAt, finding }: { fact: PersonFact; decidedAt: number; finding: Journey['finding'] },
): Touch[] {
  const before = touches.filter(({ at }) => at <= decidedAt)
  const { place, tier, evidence } = finding
  if (!place || tier === 'none') return before
  const seen = before.findLastIndex(
    (touch) => !isView(touch.type) && decidedAt - touch.at <= sameClickMs && isSame(touch, place),
  )
  const click = before[seen]
  if (click) {
    const proved = { ...click, place: { ...place, ...known(click.place) }, evidence: [...click.evidence, ...evidence] }
    return before.with(seen, proved)
  }
  const of = { kind: fact.kind, source: fact.source, key: fact.key }
  return [...before, { at: decidedAt, type: 'click', place, tier, evidence, of }]
}

const known = (place: Touch['place']): Partial<Touch['place']> =>
  Object.fromEntries(Object.entries(place).filter(([, value]) => value !== null))

function isSame({ place: at }: Touch, place: Touch['place']): boolean {
  if (at.channel !== place.channel) return false
  if (at.campaign !== null && place.campaign !== null)
    return at.source === place.source && at.campaign === place.campaign
  return at.refcode !== null && at.refcode === place.refcode
}

const tierOf = (found: Tier, touches: readonly Touch[]): Tier =>
  found !== 'none' ? found : touches.length > 0 ? 'deterministic' : 'none'
