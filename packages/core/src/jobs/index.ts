export { createJobDesk, type DeadLetter, type JobDesk, type JobDeskDeps } from './job-desk.ts'
export { nudgeKinds, Nudge, nudgeKey, laneOf, type NudgeKind } from './nudge.ts'
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
