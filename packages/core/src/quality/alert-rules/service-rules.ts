import type { AlertRule } from '../../notify/alert-rule.ts'
import { serviceSums } from '../service/service-minute.store.ts'

const hourMs = 3_600_000
/** Of fewer calls one failure would already be too many. */
const enough = 20
const failedShare = 0.05

/** More than 5 % of what was asked in the last hour failed by our own doing. */
const answersFail: AlertRule = {
  id: 'answers-fail',
  title: 'The service fails what is asked of it',
  severity: 'critical',
  runbook: 'docs/runbooks/answers-fail.md',
  sentence: ({ failed, calls, percent }) =>
    `${failed} of ${calls} requests in the last hour failed by our own doing (${percent}).`,
  forClient: {
    title: 'Pages fail to answer',
    sentence: ({ percent }) =>
      `${percent} of what was asked in the last hour was not answered. We are looking into it.`,
  },
  calmMinutes: 10,
  reopenMinutes: 120,
  async check(inside, now) {
    const { calls, failed } = await serviceSums(inside, new Date(now.getTime() - hourMs), new Date(now.getTime() + 1))
    if (calls < enough || failed <= failedShare * calls) return []
    const say = { failed, calls, percent: `${((100 * failed) / calls).toFixed(1)} %` }
    return [{ subject: 'service', say, link: '/health#service' }]
  },
}

/** Something that was asked took longer than half a minute to work out. */
const calculationSlow: AlertRule = {
  id: 'calculation-slow',
  title: 'A figure takes too long to work out',
  severity: 'warning',
  runbook: 'docs/runbooks/calculation-slow.md',
  sentence: ({ slow, calls }) => `${slow} of ${calls} requests in the last hour took longer than 30 seconds.`,
  calmMinutes: 10,
  reopenMinutes: 240,
  async check(inside, now) {
    const { calls, slow } = await serviceSums(inside, new Date(now.getTime() - hourMs), new Date(now.getTime() + 1))
    return slow > 0 ? [{ subject: 'service', say: { slow, calls }, link: '/health#service' }] : []
  },
}

export const serviceRules: readonly AlertRule[] = [answersFail, calculationSlow]
