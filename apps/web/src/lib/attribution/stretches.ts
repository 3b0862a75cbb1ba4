import type { Flow } from '@throughline/ui'
import type { Comparison } from './answers.ts'

/** What stands in a column of the flow where nothing was seen. */
export const nowhere = 'nowhere'

/** First touch → last touch → kind of gift, as stretches between columns: what crosses the same two places is one. */
export function stretchesOf(flows: Comparison['flows']): Flow[] {
  const sums = new Map<string, Flow>()
  const add = (column: number, from: string, to: string, value: number) => {
    const key = `${column} ${from} ${to}`
    const flow = sums.get(key) ?? { column, from, to, value: 0 }
    flow.value += value
    sums.set(key, flow)
  }
  for (const { first, last, customer, net } of flows) {
    // What was refunded beyond what was given has no thickness: counted, nodes would be thinner than what leaves them.
    if (net <= 0) continue
    add(0, first ?? nowhere, last ?? nowhere, net)
    add(1, last ?? nowhere, customer, net)
  }
  return [...sums.values()]
}

/** The places of the flow's columns in the order of the chosen model's credit, then whatever else there is. */
export function orderOf({
  rows,
  flows,
  models,
  chosen,
}: Pick<Comparison, 'rows' | 'flows' | 'models' | 'chosen'>): string[] {
  const at = models.findIndex(({ id }) => id === chosen.model)
  const credited = rows
    .toSorted((one, two) => (two.credit[at]?.net ?? 0) - (one.credit[at]?.net ?? 0))
    .map(({ channel }) => channel ?? nowhere)
    .filter((each) => each !== nowhere)
  const seen = flows.flatMap(({ first, last }) => [first, last]).filter((each) => each !== null)
  return [...new Set([...credited, ...seen, nowhere, 'returning', 'monthly', 'new'])]
}
