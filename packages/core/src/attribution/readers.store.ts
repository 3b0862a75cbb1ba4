import type { Inside } from '@throughline/db'
import { createChannelOf, readChannelRules } from '../links/index.ts'
import { askedClicks, clicksOf, readDictionary, type ClickSeen, type ReadDictionary } from '../matching/index.ts'
import type { Codes, Finding } from './evidence.ts'
import type { Readers } from './journeys/touch-of-fact.ts'

/** Dictionaries that a process has read, by tenant. */
export type KnownReaders = Map<string, ReadDictionary>

/** Tenants whose dictionaries are remembered at most. */
const remembered = 50

/** Readers that look at the clicks which they are given as well. */
export interface TenantReaders extends Readers {
  findPlace: (codes: Codes, clicks?: readonly ClickSeen[]) => Finding
}

/** Readers that know the touches which brought the click ids of these conversions. */
export async function withClicks(inside: Inside, readers: TenantReaders, codes: readonly Codes[]): Promise<Readers> {
  const clicks = await clicksOf(inside, codes.flatMap(askedClicks))
  return clicks.length === 0 ? readers : { ...readers, findPlace: (each) => readers.findPlace(each, clicks) }
}

/** What the tenant's rules, decisions and creatives make of codes and signals. */
export async function readReaders(inside: Inside, known: KnownReaders): Promise<TenantReaders> {
  const before = known.get(inside.tenantId)
  const dictionary = await readDictionary(inside, { known: before })
  known.delete(inside.tenantId)
  known.set(inside.tenantId, dictionary)
  const [oldest] = known.keys()
  if (known.size > remembered && oldest !== undefined) known.delete(oldest)
  return { findPlace: dictionary.find, channelOf: createChannelOf(await readChannelRules(inside)) }
}
