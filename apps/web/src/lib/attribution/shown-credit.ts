import type { Questions } from '#lib/app-router.ts'
import type { Channel, CreditWindow, ModelId, Tier } from './answers.ts'
import { readWindow } from './window-text.ts'

type Compare = Questions['attribution']['compare']
export type CreditBy = NonNullable<Compare['by']>
export type Customer = NonNullable<Compare['customer']>

export const creditBys: readonly CreditBy[] = [
  'channel',
  'campaign',
  'ad_set',
  'ad',
  'creative',
  'refcode',
  'list',
  'partner',
]
export const tiers: readonly Tier[] = ['deterministic', 'probable', 'modelled', 'none']
export const customers: readonly Customer[] = ['new', 'returning', 'monthly']
export const channels: readonly Channel[] = [
  'ads',
  'sms',
  'email',
  'search',
  'social',
  'web',
  'call',
  'mail',
  'event',
  'partner',
  'crm',
  'other',
  'direct',
]
export const models: readonly ModelId[] = [
  'first_touch',
  'last_touch',
  'last_non_direct',
  'linear',
  'time_decay',
  'position_based',
  'w_shaped',
  'full_path',
  'j_shaped',
  'inverse_j',
  'shapley',
  'markov',
  'shapley_rate',
  'custom',
]
const views = ['flow', 'paths', 'lag'] as const
export type View = (typeof views)[number]

interface Search {
  get: (name: string) => string | null
}
const oneOf = <T extends string>(all: readonly T[], text: string | null): T | undefined =>
  all.find((each) => each === text)

export interface CreditFilters {
  window?: CreditWindow
  channel?: Channel
  customer?: Customer
  tier?: Tier
}

/** What an address asks credit for. What is no such thing is left out. */
export function readFilters(search: Search): CreditFilters {
  const window = readWindow(search.get('window'))
  const channel = oneOf(channels, search.get('channel'))
  const customer = oneOf(customers, search.get('customer'))
  const tier = oneOf(tiers, search.get('tier'))
  return {
    ...(window ? { window } : {}),
    ...(channel ? { channel } : {}),
    ...(customer ? { customer } : {}),
    ...(tier ? { tier } : {}),
  }
}

export const readBy = (text: string | null): CreditBy => oneOf(creditBys, text) ?? 'channel'
export const readView = (text: string | null): View => oneOf(views, text) ?? 'flow'
/** The model that an address shows, if the answer has it. */
export const readModel = (text: string | null, answered: readonly ModelId[] = models): ModelId | undefined =>
  oneOf(answered, text)
