import { freshnessOf, readings } from '../../connections/index.ts'
import type { AlertRule } from '../../notify/alert-rule.ts'
import { readLevels } from '../freshness/read-levels.ts'
import { freshEnough } from '../sources/measures.ts'

/** Not read for longer than was promised, and a quarter of an hour; what is broken or waits for somebody has alerts of its own. */
const freshnessLate: AlertRule = {
  id: 'freshness-late',
  title: 'A source is not as fresh as promised',
  severity: 'warning',
  runbook: 'docs/runbooks/freshness-late.md',
  sentence: ({ name, minutes, every }) => `${name} was last read ${minutes} min ago; it is read every ${every} min.`,
  calmMinutes: 5,
  reopenMinutes: 120,
  everyMinutes: 5,
  check: async (inside, now) =>
    (await readings(inside)).flatMap((reading) => {
      const { state } = freshnessOf(reading, now)
      if (reading.lastReadAt === null || (state !== 'fresh' && state !== 'late')) return []
      const minutes = Math.floor((now.getTime() - Date.parse(reading.lastReadAt)) / 60_000)
      if (minutes <= freshEnough(reading.everyMinutes)) return []
      const { connectionId, name, everyMinutes } = reading
      return [
        {
          subject: `connection:${connectionId}`,
          say: { name, minutes, every: everyMinutes },
          link: `/connections/${connectionId}`,
        },
      ]
    }),
}

/** The error budget of a promise is used so fast that it is gone in days: the last hour or six hours, not one late row. */
const promiseBurning: AlertRule = {
  id: 'promise-burning',
  title: 'What happens takes too long to be seen',
  severity: 'warning',
  runbook: 'docs/runbooks/promise-burning.md',
  sentence: ({ source, of, n, late, within }) =>
    `${source}: of ${n} ${of} events in three days ${late} took longer than ${within} s, most of them lately.`,
  calmMinutes: 30,
  reopenMinutes: 240,
  everyMinutes: 15,
  check: async (inside, now) =>
    (await readLevels(inside, now)).levels.flatMap(({ class: of, source, state, n, overAcceptable, level }) =>
      state === 'burning'
        ? [
            {
              subject: `${of} ${source}`,
              say: { source: source.replace(/^\w+:/, ''), of, n, late: overAcceptable, within: level.acceptable },
              link: '/health#freshness',
            },
          ]
        : [],
    ),
}

export const freshnessRules: readonly AlertRule[] = [freshnessLate, promiseBurning]
