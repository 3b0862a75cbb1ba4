import { findAnomalies } from '../find-anomalies.ts'
import { cleanSeries, families, faults, means, withFault, type Fault } from './series-families.ts'

export interface FalseAlarms {
  family: string
  mean: number
  days: number
  alarms: number
}

export interface Recall extends Fault {
  mean: number
  cases: number
  found: number
}

const learned = 60

/** How often clean days are told of: days 61 to 120 of `each` series of every family and mean. */
export function falseAlarms(each: number): FalseAlarms[] {
  return families.flatMap((family) =>
    means.map((mean) => {
      let [days, alarms] = [0, 0]
      for (let i = 0; i < each; i++) {
        const series = cleanSeries(family, mean, `clean ${family.name} ${mean} ${i}`)
        alarms += findAnomalies(series.days, { kind: series.kind, from: learned }).length
        days += series.days.length - learned
      }
      return { family: family.name, mean, days, alarms }
    }),
  )
}

/** How often a fault is told of on its day (a break: within ten days), by kind, size and mean, over all families. */
export function recalls(each: number): Recall[] {
  return faults.flatMap((fault) =>
    means.map((mean) => {
      let [cases, found] = [0, 0]
      for (const family of families)
        for (let i = 0; i < each; i++) {
          const series = cleanSeries(family, mean, `fault ${family.name} ${mean} ${i}`)
          const at = 90 + (i % 7)
          const days = withFault(series.days, fault, at).slice(0, fault.kind === 'break' ? at + 11 : at + 1)
          const told = findAnomalies(days, { kind: series.kind, from: at - 1 }).some(({ index }) => index >= at)
          cases += 1
          if (told) found += 1
        }
      return { ...fault, mean, cases, found }
    }),
  )
}
