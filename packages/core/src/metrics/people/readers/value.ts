import { none, number } from '../../figure.ts'
import type { MetricReader, Worth } from '../../registry/metric.ts'
import { lifetimeValues, type LifetimeValue } from '../lifetime-value.ts'
import { paybackOf, simplePayback } from '../payback.ts'
import { overMoney } from './giving.store.ts'
import { costOfWinning } from './spend-of.store.ts'
import { between, moneyWorth, noWorth } from './worths.ts'

/** Net of a person's first twelve months, observed. */
export const lifetimeReader: MetricReader = (inside, asked) =>
  overMoney(inside, asked, (money, days) => {
    const { people, watched, sum, mean, interval, quartiles } = lifetimeValues(money, days).all
    const parts = { people, censored: people - watched, ...(quartiles ?? {}) }
    if (mean === null) return noWorth('no_units', { units: 0, parts })
    return moneyWorth(mean, asked.currency, {
      numerator: { unit: 'money', value: sum },
      denominator: { unit: 'count', value: watched },
      interval: interval && between(interval.low, interval.high),
      units: watched,
      parts,
    })
  })

/** Months until an even pace has paid for winning somebody. */
export const simplePaybackReader: MetricReader = async (inside, asked) => {
  const { cost } = await costOfWinning(inside, asked)
  return overMoney(inside, asked, (money, days) => simpleWorth(cost, lifetimeValues(money, days).all))
}

function simpleWorth(cost: number | undefined, { mean, interval, watched }: LifetimeValue): Worth {
  if (cost === undefined || mean === null) return noWorth('no_units', { units: watched })
  if (Number.isNaN(cost) || Number.isNaN(mean)) return noWorth('rate_missing', { units: watched })
  const months = simplePayback(cost, mean)
  // Who brings more is paid back sooner: the ends change places. Where the low end brings nothing there is no latest.
  const [soonest, latest] = [simplePayback(cost, interval?.high ?? null), simplePayback(cost, interval?.low ?? null)]
  return {
    value: months === null ? none('no_units') : number(months),
    numerator: { unit: 'money', value: cost },
    denominator: { unit: 'money', value: mean / 12 },
    interval: soonest === null || latest === null ? null : between(soonest, latest),
    units: watched,
  }
}

/** The first month in which what was brought crossed the cost. */
export const observedPaybackReader: MetricReader = async (inside, asked) => {
  const { cost } = await costOfWinning(inside, asked)
  return overMoney(inside, asked, (money, days) => {
    if (cost === undefined) return noWorth('no_units')
    const { people, months, soonest, latest, curve } = paybackOf(money, { ...days, cost })
    if (Number.isNaN(cost) || curve.some(({ value }) => Number.isNaN(value)))
      return noWorth('rate_missing', { units: people })
    const watched = curve.length
    const parts = {
      people,
      months_watched: watched,
      ...(curve.length > 0 ? { net_so_far: curve.at(-1)?.value ?? 0 } : {}),
    }
    return {
      value: months === null ? none('no_units') : number(months),
      numerator: { unit: 'money', value: cost },
      denominator: null,
      interval: soonest === null || latest === null ? null : between(soonest, latest),
      units: people,
      parts,
    }
  })
}
