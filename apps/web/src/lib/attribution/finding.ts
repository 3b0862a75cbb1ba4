import type { Tenant } from '#lib/app-router.ts'
import { words } from '#lib/words.ts'
import type { Channel, Comparison } from './answers.ts'
import { shortMoney } from './short-money.ts'

interface Crossing {
  first: Channel
  last: Channel
  net: number
}

/** The largest flow from one channel to another: what one starts and the other finishes. Undefined where nothing crosses. */
export function largestCrossing(flows: Comparison['flows']): Crossing | undefined {
  const sums = new Map<string, Crossing>()
  for (const { first, last, net } of flows) {
    if (first === null || last === null || first === last) continue
    const sum = sums.get(`${first} ${last}`) ?? { first, last, net: 0 }
    sums.set(`${first} ${last}`, { ...sum, net: sum.net + net })
  }
  return [...sums.values()]
    .filter(({ net }) => net > 0)
    .reduce<Crossing | undefined>((most, each) => (most && most.net >= each.net ? most : each), undefined)
}

/** What the page opens with. */
export function findingOf(
  { flows, currency }: Pick<Comparison, 'flows' | 'currency'>,
  { locale, vertical }: Pick<Tenant, 'locale' | 'vertical'>,
): string {
  const w = words.attribution
  const crossing = largestCrossing(flows)
  const commerce = vertical === 'commerce'
  if (!crossing) return commerce ? w.plainCommerce : w.plain
  const amount = shortMoney({ minor: crossing.net, currency }, locale)
  return w.finding(w.doers[crossing.first], amount, w.doers[crossing.last], commerce ? w.buying : w.giving)
}
