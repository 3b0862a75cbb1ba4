import type { Questions } from '#lib/app-router.ts'

export type Metric = Questions['proof']['read']['metric']
const metrics: Record<Metric, true> = {
  raised_gross: true,
  raised_net: true,
  gifts: true,
  donors: true,
  new_donors: true,
  average_gift: true,
  recurring_share: true,
  refunded: true,
}

/** A metric as an address names it; anything else is none. */
export function readMetric(text: string | null): Metric | undefined {
  return text !== null && Object.hasOwn(metrics, text) ? (text as Metric) : undefined
}
