import type { Inside } from '@throughline/db'
import { createChannelOf, readChannelRules } from '../links/index.ts'
import { readDictionary, type ReadDictionary } from '../matching/index.ts'
import type { Readers } from './journeys/touch-of-fact.ts'

/** Dictionaries that a process has read, by tenant. */
export type KnownReaders = Map<string, ReadDictionary>

/** Tenants whose dictionaries are remembered at most. */
const remembered = 50

/** What the tenant's rules, decisions and creatives make of codes and signals. */
export async function readReaders(inside: Inside, known: KnownReaders): Promise<Readers> {
  const before = known.get(inside.tenantId)
  const dictionary = await readDictionary(inside, { known: before })
  known.delete(inside.tenantId)
  known.set(inside.tenantId, dictionary)
  const [oldest] = known.keys()
  if (known.size > remembered && oldest !== undefined) known.delete(oldest)
  return { findPlace: dictionary.find, channelOf: createChannelOf(await readChannelRules(inside)) }
}
