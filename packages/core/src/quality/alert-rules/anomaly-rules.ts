import { matchReports } from '../../matching/match-report.store.ts'
import { todayIn } from '../../metrics/today.ts'
import type { AlertRule } from '../../notify/alert-rule.ts'
import { optOutsByDay } from '../anomalies/opt-outs.store.ts'
import { judgeSeries } from '../anomalies/judge-series.ts'
import { readAnomalies } from '../data-health.ts'
import { tenantOfQuality } from '../quality-of.store.ts'

/** What a sentence calls each kind. */
const what: Readonly<Record<string, string>> = {
  spike: 'far more than expected',
  drop: 'far less than expected',
  zero: 'nothing at all',
  missing: 'nothing was told',
  duplicate: 'the very total of the day before',
  break: 'another level for a week',
}
/** An anomaly is told of for so many days. */
const toldDays = 2

/** The last whole days of what is given, spent, sent and came, each beside what its own past lets expect. */
const anomalyFound: AlertRule = {
  id: 'anomaly-found',
  title: 'A day is not like the others',
  severity: 'info',
  runbook: 'docs/runbooks/anomaly-found.md',
  sentence: ({ series, day, kind, value, expected }) =>
    `${series} on ${day}: ${what[String(kind)] ?? 'not as expected'} (${value}; expected about ${expected}).`,
  calmMinutes: 0,
  reopenMinutes: 60,
  everyMinutes: 60,
  check: async (inside, now) =>
    (await readAnomalies(inside, now, toldDays)).flatMap(({ id, anomalies }) =>
      anomalies.map(({ day, kind, value, expected }) => ({
        subject: `${id} ${day} ${kind}`,
        ...(kind === 'missing' || kind === 'zero' ? { severity: 'warning' as const } : {}),
        say: { series: id, day, kind, value: value ?? 'none', expected: Math.round(expected) },
        link: `/health#anomaly-${encodeURIComponent(id)}`,
      })),
    ),
}

/** More people than the past explains want nothing more from us: today so far, or yesterday. */
const optOutsSpike: AlertRule = {
  id: 'opt-outs-spike',
  title: 'Many opt out at once',
  severity: 'warning',
  runbook: 'docs/runbooks/opt-outs-spike.md',
  sentence: ({ day, value, expected }) =>
    `${value} opted out or unsubscribed on ${day}; about ${expected} were to be expected.`,
  forClient: {
    title: 'Many opt out at once',
    sentence: ({ day, value, expected }) =>
      `${value} people opted out or unsubscribed on ${day}; about ${expected} were to be expected.`,
  },
  calmMinutes: 0,
  reopenMinutes: 60,
  everyMinutes: 15,
  async check(inside, now) {
    const { timeZone } = await tenantOfQuality(inside)
    const { day: today } = todayIn(timeZone, now)
    const from = Temporal.PlainDate.from(today).subtract({ days: 65 }).toString()
    const days = await optOutsByDay(inside, { from, to: today })
    const tomorrow = Temporal.PlainDate.from(today).add({ days: 1 }).toString()
    const shape = { id: 'opt_outs', kind: 'count', currency: null, toldDaily: false, settling: 0 } as const
    // Today counts so far: it can only grow, and what is too much already is too much.
    const { anomalies } = judgeSeries({ ...shape, days }, { today: tomorrow, shown: toldDays })
    return anomalies
      .filter(({ kind }) => kind === 'spike')
      .map(({ day, value, expected }) => ({
        subject: day,
        say: { day, value: value ?? 0, expected: Math.round(expected) },
        link: '/health#anomalies',
      }))
  },
}

/** The share of money that is tied for certain to what led to it fell by a fifth, by the last report. */
const attributionDrop: AlertRule = {
  id: 'attribution-drop',
  title: 'Less money is tied to what led to it',
  severity: 'warning',
  runbook: 'docs/runbooks/attribution-drop.md',
  sentence: ({ from, to }) => `The share of money whose source is certain fell from ${from} to ${to}.`,
  calmMinutes: 0,
  reopenMinutes: 24 * 60,
  everyMinutes: 15,
  async check(inside) {
    const [last] = await matchReports(inside, 1)
    if (!last?.drop) return []
    const percent = (share: number) => `${Math.round(100 * share)} %`
    return [
      {
        subject: last.drop.where,
        say: { from: percent(last.drop.from), to: percent(last.drop.to) },
        link: '/codes',
      },
    ]
  },
}

export const anomalyRules: readonly AlertRule[] = [anomalyFound, optOutsSpike, attributionDrop]
