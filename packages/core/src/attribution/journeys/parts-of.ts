import type { MovementKind } from '@throughline/canonical'
import { movementsOf } from '../../ledger/index.ts'
import type { PersonFact } from './fact-of-person.ts'
import type { JourneyPart } from './journey.ts'

/** Refunds and chargebacks take back the same gross, so they are split as one. */
const familyOf: Readonly<Partial<Record<MovementKind, string>>> = { chargeback: 'refund' }

/**
 * The money of a conversion and what went back of it, in the order in which it moved, exactly as the ledger books it. Nothing
 * where the ledger books nothing: a declined or pending gift has no journey.
 * @param conversion undefined while nobody has told of it
 */
export function partsOf(
  conversion: PersonFact | undefined,
  refunds: readonly PersonFact[],
  timeZone: string,
): JourneyPart[] {
  const before = new Map<string, number>()
  return [...(conversion ? [conversion] : []), ...[...refunds].sort(inTime)].flatMap((fact) =>
    movementsOf({ value: { ...fact.value, kind: fact.kind }, withdrawn: false }, timeZone).map(
      ({ day, kind, currency, minor }) => {
        const family = `${familyOf[kind] ?? kind} ${currency}`
        const so = before.get(family) ?? 0
        before.set(family, so + minor)
        return { day, kind, currency, minor, before: so }
      },
    ),
  )
}

const inTime = (a: PersonFact, b: PersonFact): number =>
  Date.parse(a.value.happenedAt) - Date.parse(b.value.happenedAt) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
