import { parseMoney, type CanonicalRecord } from '@throughline/canonical'
import type { Berth, Line } from './schema.ts'

const instant = (at: string): string => Temporal.Instant.from(at).toString({ smallestUnit: 'millisecond' })

export const mapBerth = ({ id, fee, at, skipper }: Berth): CanonicalRecord[] => [
  {
    kind: 'conversion',
    key: id,
    type: 'donation',
    happenedAt: instant(at),
    amount: parseMoney(fee, 'USD'),
    status: 'approved',
    person: { anonymousKey: id, ...(skipper ? { email: skipper } : {}) },
  },
]

export const mapLine = ({ ref, fee, at }: Line): CanonicalRecord[] => [
  {
    kind: 'conversion',
    key: `line-${ref}`,
    type: 'donation',
    happenedAt: instant(at),
    amount: parseMoney(fee, 'USD'),
    status: 'approved',
    person: { anonymousKey: ref },
  },
]
