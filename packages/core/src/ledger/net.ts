import type { MovementKind } from '@throughline/canonical'

/** What a kind of movement does to net: net = gross − fee + fee_returned − refund − chargeback. */
export const netSign: Readonly<Record<MovementKind, 1 | 0 | -1>> = {
  gross: 1,
  fee: -1,
  fee_returned: 1,
  refund: -1,
  chargeback: -1,
  spend: 0,
  pipeline: 0,
  won: 0,
}

/** Net of sums of one currency, in minor units. */
export function net(sums: Iterable<{ kind: MovementKind; minor: number }>): number {
  let total = 0
  for (const { kind, minor } of sums) total += netSign[kind] * minor
  return total
}
