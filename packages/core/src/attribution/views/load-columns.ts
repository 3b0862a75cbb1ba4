import type { Inside } from '@throughline/db'
import { creditChannels } from '../place.ts'
import { customers } from '../journeys/journey.ts'
import { tiers } from '../evidence.ts'
import type { JourneyColumns } from '../columns/columns.ts'
import { readColumns } from '../columns/columns.store.ts'
import type { Filter } from '../columns/walk.ts'
import { checkRange } from '../../metrics/compared-range.ts'
import { readGround, type Ground } from './ground.store.ts'
import type { ViewFilter } from './views.ts'
import type { ViewDeps } from './within.ts'

/** What a view of many journeys is made of. */
export interface Loaded {
  ground: Ground
  columns: JourneyColumns
  filter: Filter
}

/** Reads a range's journeys, or finds them read. */
export async function loadColumns(
  inside: Inside,
  { cache }: Pick<ViewDeps, 'cache'>,
  input: ViewFilter,
): Promise<Loaded> {
  checkRange(input)
  const of = input.conversions ?? 'gifts'
  const ground = await readGround(inside, of)
  const { currency, journeysAt } = ground
  const key = [inside.tenantId, input.from, input.to, of, currency, journeysAt].join(' ')
  const columns = cache.get(key) ?? (await readColumns(inside, { of, from: input.from, to: input.to, currency }))
  cache.put(key, columns)
  return { ground, columns, filter: filterOf(input, ground) }
}

const filterOf = ({ window, customer, tier, channel }: ViewFilter, { setting }: Ground): Filter => ({
  window: window ?? setting.window,
  customer: customer === undefined ? null : customers.indexOf(customer),
  tier: tier === undefined ? null : tiers.indexOf(tier),
  channel: channel === undefined ? null : creditChannels.indexOf(channel),
})
