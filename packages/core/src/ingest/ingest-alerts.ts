import type { AlertRule } from '../notify/index.ts'
import { stuckDeliveries, grownQuarantines } from './ingest-alerts.store.ts'

const rowsOf = (n: number | string | undefined) => (n === 1 ? 'One row was' : `${n} rows were`)

/** Rows that do not have the shape that they should: one is a fluke, many are a change over there. */
const quarantineGrows: AlertRule = {
  id: 'quarantine-grows',
  title: 'Many rows are set aside',
  severity: 'warning',
  runbook: 'docs/runbooks/quarantine-grows.md',
  sentence: ({ name, rows, open }) =>
    `${rowsOf(rows)} set aside from ${name} in the last 24 hours, ${open} in all wait. They are in no figure until they are read again.`,
  forClient: {
    title: 'Some rows are not counted yet',
    sentence: ({ rows }) => `${rowsOf(rows)} not in the shape that we know, and will be counted once that is mended.`,
  },
  calmMinutes: 0,
  reopenMinutes: 12 * 60,
  check: async (inside, now) =>
    (await grownQuarantines(inside, now)).map(({ connectionId, name, rows, open }) => ({
      subject: `connection:${connectionId}`,
      ...(rows >= 100 ? { severity: 'critical' as const } : {}),
      say: { name, rows, open },
      link: `/connections/${connectionId}`,
    })),
}

/** What was delivered and taken, and is not in the figures yet. */
const deliveriesWait: AlertRule = {
  id: 'deliveries-wait',
  title: 'Deliveries wait',
  severity: 'critical',
  runbook: 'docs/runbooks/deliveries-wait.md',
  sentence: ({ deliveries, minutes }) =>
    `${deliveries} ${deliveries === 1 ? 'delivery waits' : 'deliveries wait'} to be counted, the oldest for ${minutes} minutes.`,
  forClient: {
    title: 'Figures are behind',
    sentence: ({ minutes }) =>
      `What came in during the last ${minutes} minutes is not in the figures yet. Nothing is lost.`,
  },
  calmMinutes: 5,
  reopenMinutes: 60,
  check: async (inside, now) => {
    const found = await stuckDeliveries(inside, now)
    return found ? [{ subject: 'inbox', say: { ...found }, link: '/connections' }] : []
  },
}

/** What can be wrong with what came in. */
export const ingestAlerts: readonly AlertRule[] = [quarantineGrows, deliveriesWait]
