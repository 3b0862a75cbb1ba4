export { backoffMs } from './backoff.ts'
export { describeError } from './describe-error.ts'
export { fireSchedule } from './fire-schedule.ts'
export { createJobDesk, type DeadLetter, type JobDesk, type JobDeskDeps } from './job-desk.ts'
export { laneOf, Nudge, nudgeKey, nudgeKinds, type NudgeKind } from './nudge.ts'
export type { AddOptions, Queue } from './queue.ts'
export {
  attemptsBeforeDeath,
  runNudge,
  sliceMs,
  type Handler,
  type Outcome,
  type RunnerDeps,
  type Slice,
} from './run-nudge.ts'
export { nextDue, parseRule, type ScheduleRule } from './schedule-rule.ts'
export {
  claimSchedule,
  dropSchedule,
  ensureSchedule,
  pauseSchedule,
  resumeSchedule,
  rezoneSchedules,
} from './schedule.store.ts'
export { tick } from './ticker.ts'
export {
  beginWork,
  createWork,
  etaSeconds,
  finishWork,
  lastWorkOf,
  openWorkOf,
  readWork,
  requestCancel,
  stepWork,
  type Work,
} from './work.store.ts'
export { workAlerts } from './work-alerts.ts'
