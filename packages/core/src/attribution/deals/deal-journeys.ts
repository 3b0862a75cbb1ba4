import type { Opportunity } from '@throughline/canonical'
import { movementsOf } from '../../ledger/index.ts'
import type { Journey, JourneyPart } from '../journeys/journey.ts'
import { inOrder, type Touch } from '../journeys/touch.ts'
import { ownerOf, type Deal } from './deal.ts'

/**
 * Journeys of one person's won deals: of each what touched anybody whom it names, up to its winning, and its amount on the day it
 * was won, as the ledger books it. Nothing for a deal without an amount or a day. Pure, so that the order of arrival does not matter.
 *
 * Milestones: `lead` is when the first of its people became one at the CRM, `opportunity` when the deal was made, `won` when it was
 * won. A lead that was made after its deal says nothing and is left out.
 * @param deals all won deals of one person: the first of them is a new customer's
 * @param touchesOf every touch of somebody, in order
 */
export function dealJourneys(
  deals: readonly Deal[],
  touchesOf: (person: number) => readonly Touch[],
  timeZone: string,
): Journey[] {
  const won = deals
    .map((deal) => ({ deal, at: Date.parse(String(deal.fact.value['closedAt'])), parts: wonParts(deal, timeZone) }))
    .filter(({ parts }) => parts.length > 0)
    .sort((a, b) => a.at - b.at || (nameOf(a.deal) < nameOf(b.deal) ? -1 : 1))
  return won.map(({ deal, at, parts }, place): Journey => {
    const { fact } = deal
    const value = fact.value as unknown as Opportunity
    const touches = touchesOfDeal(deal, touchesOf).filter((touch) => touch.at <= at)
    const minor = parts.reduce((sum, part) => sum + part.minor, 0)
    return {
      source: fact.source,
      key: fact.key,
      contactNo: ownerOf(deal),
      happenedAt: at,
      decidedAt: at,
      day: parts[0]?.day ?? '',
      type: 'won',
      customer: place === 0 || deal.people.length === 0 ? 'new' : 'returning',
      currency: parts[0]?.currency ?? '',
      gross: minor,
      net: minor,
      form: null,
      codes: { happenedAt: at, refcodes: {}, clickIds: {}, form: null, region: null },
      finding: { place: null, tier: 'none', evidence: [], trouble: 'no_code', concerns: [] },
      tier: touches.length > 0 ? 'deterministic' : 'none',
      touches,
      parts,
      milestones: milestonesOf(value, deal.leadAt, at),
      cause: fact.cause,
    }
  })
}

/** What touched anybody whom a deal names, in order, each once. */
export function touchesOfDeal(
  { people }: Pick<Deal, 'people'>,
  touchesOf: (person: number) => readonly Touch[],
): Touch[] {
  const [first = [], ...others] = people.map(touchesOf)
  if (others.length === 0) return [...first]
  const all = [first, ...others]
    .flat()
    .map((touch) => [`${touch.of.kind}\0${touch.of.source}\0${touch.of.key}`, touch] as const)
  return [...new Map(all).values()].sort(inOrder)
}

const nameOf = ({ fact }: Deal): string => `${fact.source}\0${fact.key}`

function wonParts({ fact }: Deal, timeZone: string): JourneyPart[] {
  return movementsOf({ value: { ...fact.value, kind: fact.kind }, withdrawn: false }, timeZone)
    .filter(({ kind }) => kind === 'won')
    .map(({ day, kind, currency, minor }) => ({ day, kind, currency, minor, before: 0 }))
}

function milestonesOf(
  { createdAt, happenedAt }: Opportunity,
  leadAt: number | null,
  won: number,
): Journey['milestones'] {
  const iso = (ms: number) => new Date(ms).toISOString()
  const made = Date.parse(createdAt ?? happenedAt)
  return {
    ...(leadAt === null || leadAt > Math.min(made, won) ? {} : { lead: iso(leadAt) }),
    ...(made > won ? {} : { opportunity: iso(made) }),
    won: iso(won),
  }
}
