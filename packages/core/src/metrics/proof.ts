import type { Inside } from '@throughline/db'
import { countFactsAt, daySums, peopleAt } from '../ledger/index.ts'
import { asKnown } from './as-known.ts'
import { checkRange } from './compared-range.ts'
import { figureOf, inputsOf, type ReadInputs } from './figure-of.ts'
import { money, none, number, type MoneyFigure, type NumberFigure } from './figure.ts'
import type { Metric, Term } from './metric.ts'
import type { Proof, ProofInput } from './proof-types.ts'
import { metrics } from './registry.ts'
import { firstDay, tenantFrame } from './tenant.store.ts'

/** A figure with its formula's terms, as known at a batch. */
export async function proofOf(inside: Inside, input: ProofInput): Promise<Omit<Proof, 'sources'>> {
  checkRange(input.range)
  const metric = metrics[input.metric]
  const moment = await asKnown(inside, input.batch)
  const [inputs, records] = await Promise.all([
    readInputs(inside, metric, input.range, moment.batch),
    metric.people
      ? 0
      : countFactsAt(inside, { kinds: metric.rows, range: input.range, batch: moment.batch, countedOnly: true }),
  ])
  const people = metric.id === 'new_donors' ? inputs.newDonors : inputs.donors
  return {
    metric: metric.id,
    title: metric.title,
    definition: metric.definition,
    unit: metric.unit,
    formula: {
      form: metric.form,
      terms: metric.terms.map((term) => ({ label: term.label, sign: term.sign, value: termValue(term, inputs) })),
    },
    value: figureOf(metric, inputs),
    batch: moment.batch,
    recordedAt: moment.recordedAt,
    rowCount: metric.people ? people : records,
  }
}

/** What a metric needs, as known at a batch; people are counted only where it counts them. */
export async function readInputs(
  inside: Inside,
  metric: Metric,
  range: ProofInput['range'],
  batch: number,
): Promise<ReadInputs> {
  const period = { ...range, batch }
  const [frame, first, sums, people] = await Promise.all([
    tenantFrame(inside),
    firstDay(inside, batch),
    daySums(inside, period),
    metric.people ? peopleAt(inside, period) : undefined,
  ])
  return inputsOf(sums, frame.currency, people, first === undefined || range.to < first)
}

export function termValue(term: Term, inputs: ReadInputs): MoneyFigure | NumberFigure {
  if (inputs.unread) return none('not_read_yet')
  if (term.unit === 'count') return number(term.value(inputs))
  return inputs.mixed ? none('rate_missing') : money(term.value(inputs), inputs.currency)
}
