import type { AlertRule } from '../notify/index.ts'
import { deadKinds } from './work-alerts.store.ts'

/** Work that failed as often as it is tried: it stays undone until somebody looks. */
const workFails: AlertRule = {
  id: 'work-fails',
  title: 'Work failed for good',
  severity: 'warning',
  runbook: 'docs/runbooks/work-fails.md',
  sentence: ({ kind, failed }) =>
    `${failed === 1 ? 'One piece' : `${failed} pieces`} of work of the kind "${kind}" failed for good and ${failed === 1 ? 'waits' : 'wait'} to be tried again or left.`,
  calmMinutes: 0,
  reopenMinutes: 60,
  check: async (inside) =>
    (await deadKinds(inside)).map(({ kind, failed }) => ({
      subject: `kind:${kind}`,
      say: { kind, failed },
      link: '/work',
    })),
}

/** What can be wrong with jobs. */
export const workAlerts: readonly AlertRule[] = [workFails]
