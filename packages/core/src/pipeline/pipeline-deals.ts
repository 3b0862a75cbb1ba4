import type { Opportunity } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { touchesOfDeal } from '../attribution/deals/deal-journeys.ts'
import type { Deal } from '../attribution/deals/deal.ts'
import { readDeals } from '../attribution/deals/deals.store.ts'
import { readHistories } from '../attribution/journeys/history.store.ts'
import { membersOf } from '../attribution/journeys/members-of.ts'
import type { Touch } from '../attribution/journeys/touch.ts'
import { touchesOf } from '../attribution/journeys/touches-of.ts'
import { readReaders, type KnownReaders } from '../attribution/readers.store.ts'
import { contactLinks } from '../ledger/index.ts'
import type { PipelineDeal } from './pipeline-deal.ts'
import { staysOf } from './stages.store.ts'

/** Deals that were made in a range, as the pipeline's views look at them. */
export interface PipelineDeals {
  deals: PipelineDeal[]
  /** Those whose amount is in another currency: they count, and are worth nothing here. */
  otherCurrency: number
  /** There are more: the newest are here. */
  cut: boolean
}

/** Reads deals with their stays and with what touched the people whom they name, merged contacts being one. */
export async function pipelineDeals(
  inside: Inside,
  asked: { from: string; to: string; most: number; batch: number; currency: string },
  known: KnownReaders,
): Promise<PipelineDeals> {
  const links = await contactLinks(inside)
  const found = await readDeals(inside, { ...asked, most: asked.most + 1 }, links)
  const deals = found.slice(0, asked.most)
  const members = membersOf(new Set(deals.flatMap(({ people }) => people)), links)
  const [histories, readers, stays] = [
    await readHistories(inside, members, links),
    await readReaders(inside, known),
    await staysOf(
      inside,
      deals.map(({ fact }) => ({ source: fact.source, deal: fact.key })),
      asked.batch,
    ),
  ]
  const touches = new Map(histories.map((person) => [person.contactNo, touchesOf(person, readers)]))
  const staysBy = Map.groupBy(stays, ({ source, deal }) => `${source}\0${deal}`)
  return {
    deals: deals.map((deal) => ({
      ...dealOf(
        deal,
        asked.currency,
        touchesOfDeal(deal, (person) => touches.get(person) ?? []),
      ),
      stays: staysBy.get(`${deal.fact.source}\0${deal.fact.key}`) ?? [],
    })),
    otherCurrency: deals.filter(({ fact }) => {
      const { amount } = fact.value as unknown as Opportunity
      return amount !== undefined && amount.currency !== asked.currency
    }).length,
    cut: found.length > asked.most,
  }
}

function dealOf({ fact }: Deal, currency: string, touches: readonly Touch[]): Omit<PipelineDeal, 'stays'> {
  const value = fact.value as unknown as Opportunity
  const state = value.state ?? 'open'
  return {
    source: fact.source,
    key: fact.key,
    pipeline: value.pipeline ?? null,
    state,
    madeAt: Date.parse(value.createdAt ?? value.happenedAt),
    closedAt: state === 'open' || value.closedAt === undefined ? null : Date.parse(value.closedAt),
    amount: value.amount?.currency === currency ? value.amount.minor : null,
    probability: value.probability ?? null,
    leadSource: value.source ?? null,
    touches: touches.map(({ at, type, place }) => ({ at, type, channel: place.channel })),
  }
}
