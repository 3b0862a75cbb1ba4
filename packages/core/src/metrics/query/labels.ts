import type { Inside } from '@throughline/db'
import { recordNames } from '../../attribution/names.store.ts'
import type { Dimension } from '../registry/dimension.ts'

const recordKinds: Partial<Record<Dimension, string>> = {
  campaign: 'campaign',
  message: 'campaign',
  ad_set: 'ad_set',
  ad: 'ad',
  creative: 'creative',
}

/** What rows are called where their key is no name: the name of a campaign or an ad. */
export async function labelsOf(
  inside: Inside,
  by: Dimension | undefined,
  keys: readonly (string | null)[],
): Promise<(key: string | null) => string | null> {
  const kind = by && recordKinds[by]
  if (kind === undefined) return () => null
  const recordOf = (key: string) => {
    const at = key.indexOf(':')
    return { kind, source: key.slice(0, at), key: key.slice(at + 1) }
  }
  const named = keys.filter((key): key is string => key !== null && !key.startsWith('in:'))
  const nameOf = await recordNames(inside, named.map(recordOf))
  return (key) => (key === null ? null : (nameOf(recordOf(key)) ?? null))
}
