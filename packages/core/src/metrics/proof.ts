import type { Inside } from '@throughline/db'
import { daySums, peopleAt } from '../ledger/index.ts'
import { asKnown } from './as-known.ts'
import { checkRange } from './compared-range.ts'
import { figureOf, inputsOf, type ReadInputs } from './figure-of.ts'
import { money, none, number, type MoneyFigure, type NumberFigure } from './figure.ts'
import { inTenantCurrency } from './in-tenant-currency.ts'
import type { ProvenMetric, ProofTerm } from './proven-metric.ts'
import type { Proof, ProofInput } from './proof-types.ts'
import { provenMetrics } from './proven-metrics.ts'
import { firstDay, tenantFrame } from './tenant.store.ts'

/** A figure with its formula's terms, as known at a batch. */
export async function proofOf(inside: Inside, input: ProofInput): Promise<Omit<Proof, 'sources'>> {
  checkRange(input.range)
  const metric = provenMetrics[input.metric]
  const moment = await asKnown(inside, input.batch)
  const inputs = await readInputs(inside, metric, input.range, moment.batch)
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
    rowCount: rowCount(metric, inputs),
  }
}

/** What a metric needs, as known at a batch; people are counted only where it counts them. */
export async function readInputs(
  inside: Inside,
  metric: ProvenMetric,
  range: ProofInput['range'],
  batch: number,
  /** Restates other currencies. Not where causes are to add up to the cent: each rounds for itself. */
  convert = true,
): Promise<ReadInputs> {
  const period = { ...range, batch }
  const [frame, first, sums, people] = await Promise.all([
    tenantFrame(inside),
    firstDay(inside, batch),
    daySums(inside, period),
    metric.people ? peopleAt(inside, period) : undefined,
  ])
  const restated = convert ? await inTenantCurrency(inside, sums, frame.currency) : sums
  return inputsOf(restated, frame.currency, people, first === undefined || range.to < first)
}

export function termValue(term: ProofTerm, inputs: ReadInputs): MoneyFigure | NumberFigure {
  if (inputs.unread) return none('not_read_yet')
  if (term.unit === 'count') return number(term.value(inputs))
  return inputs.mixed ? none('rate_missing') : money(term.value(inputs), inputs.currency)
}

/** How many rows stand behind it: people, or records, each of which is counted once in the sum it begins. */
function rowCount(metric: ProvenMetric, { tally, donors, newDonors }: ReadInputs): number {
  if (metric.people) return metric.id === 'new_donors' ? newDonors : donors
  const gifts = metric.rows.includes('conversion') ? tally.n.gross : 0
  return gifts + (metric.rows.includes('refund') ? tally.n.refund + tally.n.chargeback : 0)
}
