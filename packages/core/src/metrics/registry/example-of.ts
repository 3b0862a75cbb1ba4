import { plain } from '../figure.ts'
import { isMoneyMeasure, worthOf } from '../query/worth-of.ts'
import type { MeasureId } from './measure.ts'
import type { Metric, Term } from './metric.ts'

/** A formula with numbers put in, to be worked out again by hand. Money in minor units. */
export interface Example {
  numerator: readonly ExampleTerm[]
  /** Empty where nothing is divided. */
  denominator: readonly ExampleTerm[]
  value: number
}
export interface ExampleTerm {
  label: string
  sign: 1 | -1
  unit: 'money' | 'count'
  value: number
}

/** One month of somebody who does not exist. */
const month: Readonly<Record<MeasureId, number>> = {
  gross: 1_250_000,
  gross_recurring: 312_500,
  fee: 49_375,
  fee_returned: 790,
  refund: 20_000,
  chargeback: 5_000,
  gifts: 400,
  refunds: 5,
  chargebacks: 1,
  donors: 350,
  new_donors: 80,
  certain_gross: 900_000,
  attributed_gross: 1_000_000,
  attributed_net: 940_000,
  attributed_gifts: 320,
  spend: 250_000,
  impressions: 400_000,
  clicks: 5_000,
  link_clicks: 4_000,
  ad_spend: 210_000,
  text_spend: 40_000,
  told_delivered: 20_000,
  told_mailed: 6_000,
  told_opened: 1_500,
  told_clicked: 120,
  told_opted_out: 150,
  shown: 380_000,
  shown_clicked: 4_750,
  clicked: 5_000,
  converted: 300,
  events_delivered: 4_000,
  events_mailed: 4_000,
  events_opened: 1_000,
  events_message_clicked: 130,
  events_unsubscribed: 30,
}

/** Undefined of what is no formula over measures. */
export function exampleOf(metric: Pick<Metric, 'unit' | 'estimate' | 'worked'>): Example | undefined {
  const { worked } = metric
  if (worked.by !== 'measures') return undefined
  const values = new Map(Object.entries(month) as [MeasureId, number][])
  const { value } = worthOf(metric, worked, { currency: 'USD', values, mixed: new Set(), unread: new Set() })
  const result = plain(value)
  if (result === undefined) return undefined
  return { numerator: worked.numerator.map(termOf), denominator: worked.denominator.map(termOf), value: result }
}

const termOf = ({ label, sign, measure }: Term): ExampleTerm => ({
  label,
  sign,
  unit: isMoneyMeasure(measure) ? 'money' : 'count',
  value: month[measure],
})
