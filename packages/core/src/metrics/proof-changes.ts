import { causes, type Cause } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { changesByCause, factsByCause, peopleChanges, type CauseSum } from '../ledger/index.ts'
import { asKnown } from './as-known.ts'
import { checkRange } from './compared-range.ts'
import { figureOf, inputsOf } from './figure-of.ts'
import type { MetricInputs } from './proven-metric.ts'
import { readInputs, termValue } from './proof.ts'
import type { Changes, ProofInput } from './proof-types.ts'
import { provenMetrics } from './proven-metrics.ts'
import { tenantFrame } from './tenant.store.ts'

/**
 * Why a figure is not what it was: from batch `then` to batch `now`, by cause. Every term is linear in movements and people, so
 * its change is the sum of its causes' exactly; a ratio is no sum, so there its numerator and denominator are told apart.
 */
export async function changesOf(inside: Inside, input: ProofInput & { then: number; now: number }): Promise<Changes> {
  checkRange(input.range)
  const metric = provenMetrics[input.metric]
  const [thenMoment, nowMoment] = await Promise.all([asKnown(inside, input.then), asKnown(inside, input.now)])
  const between = { ...input.range, then: thenMoment.batch, now: nowMoment.batch }
  const [frame, then, now, sums, facts, people] = await Promise.all([
    tenantFrame(inside),
    readInputs(inside, metric, input.range, thenMoment.batch, false),
    readInputs(inside, metric, input.range, nowMoment.batch, false),
    changesByCause(inside, between),
    factsByCause(inside, between),
    metric.people ? peopleChanges(inside, between) : [],
  ])
  const byCause = Map.groupBy(sums, ({ cause }) => cause)
  const mixed = then.mixed || now.mixed
  const found = causes.flatMap((cause): Changes['causes'] => {
    const inputs = deltaOf(
      byCause.get(cause) ?? [],
      frame.currency,
      people.find((each) => each.cause === cause),
    )
    const rows = facts
      .filter((each) => each.cause === cause && (metric.rows as readonly string[]).includes(each.kind))
      .reduce((total, each) => total + each.rows, 0)
    const terms = metric.terms.map((term) => {
      const value = term.value(inputs)
      return term.unit === 'count'
        ? { amount: null, count: value }
        : { amount: mixed ? null : { minor: value, currency: frame.currency }, count: null }
    })
    if (rows === 0 && metric.terms.every((term) => term.value(inputs) === 0)) return []
    const sum =
      metric.form === 'ratio' ? null : metric.terms.reduce((total, term) => total + term.sign * term.value(inputs), 0)
    return [
      {
        cause,
        rows,
        amount: sum !== null && metric.unit === 'money' && !mixed ? { minor: sum, currency: frame.currency } : null,
        count: sum !== null && metric.unit === 'count' ? sum : null,
        terms,
      },
    ]
  })
  const standing = (moment: typeof thenMoment, inputs: typeof then) => ({ ...moment, value: figureOf(metric, inputs) })
  return {
    then: standing(thenMoment, then),
    now: standing(nowMoment, now),
    terms: metric.terms.map((term) => ({
      label: term.label,
      sign: term.sign,
      then: termValue(term, then),
      now: termValue(term, now),
    })),
    causes: found,
  }
}

/** What one cause added, as inputs of the same formula. */
function deltaOf(
  sums: readonly CauseSum[],
  currency: string,
  people: { cause: Cause; donors: number; newDonors: number } | undefined,
): MetricInputs {
  return inputsOf(sums, currency, people)
}
