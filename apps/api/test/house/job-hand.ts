import { runAction } from '@throughline/core/actions'
import { attribute } from '@throughline/core/attribution'
import { reconcileMatches } from '@throughline/core/matching'
import {
  askHeld,
  backfill,
  fetchHints,
  readConnection,
  reconcile,
  registerWebhooks,
  reprocess,
  runStream,
  type ReadDeps,
} from '@throughline/core/connections'
import { sendConversions } from '@throughline/core/conversions-out'
import { writeAttribution } from '@throughline/core/write-back'
import { importEvents } from '@throughline/core/events/import'
import { changeZone, processInbox, replayAll } from '@throughline/core/ingest'
import {
  attemptsBeforeDeath,
  nudgeKinds,
  runNudge,
  type Handler,
  type Nudge,
  type NudgeKind,
  type Queue,
  type RunnerDeps,
} from '@throughline/core/jobs'

/** The queue in memory and one pair of hands: jobs run when a test says so, until nothing is left. */
export function jobHand(failed: NonNullable<RunnerDeps['failed']>) {
  let waiting: Nudge[] = []
  const queue: Queue = {
    add: async (nudge, options) => {
      if (options?.at) return
      const same = (each: Nudge) =>
        each.tenantId === nudge.tenantId && each.kind === nudge.kind && each.ref === nudge.ref
      waiting = [...waiting.filter((each) => !same(each)), nudge]
    },
  }
  return {
    queue,
    /** Runs what waits and what that brings about. */
    async work(deps: ReadDeps): Promise<void> {
      const idle: Handler = async () => 'done'
      const handlers: Record<NudgeKind, Handler> = {
        'process-inbox': processInbox(deps),
        'fetch-hints': fetchHints(deps),
        'run-action': runAction(deps),
        'send-conversions': sendConversions(deps),
        'write-back': writeAttribution(deps),
        reconcile: reconcile(deps),
        'read-connection': readConnection(deps),
        'run-stream': runStream(deps),
        backfill: backfill(deps),
        'ask-held': askHeld(deps),
        'register-webhooks': registerWebhooks(deps),
        reprocess: reprocess(deps),
        'replay-quarantine': replayAll(deps),
        'fire-schedule': idle,
        retention: idle,
        'change-zone': changeZone(deps),
        'merge-strips': idle,
        'import-events': importEvents(deps),
        attribute: attribute(deps),
        'fit-models': idle,
        'reconcile-matches': reconcileMatches(deps),
        watch: idle,
        'tell-alerts': idle,
        'segment-people': idle,
      }
      const { door, now, newId } = deps
      for (let nudge = waiting.shift(); nudge; nudge = waiting.shift())
        await runNudge(
          { door, queue, handlers, now, random: () => 0.5, newId, failed },
          nudge,
          new AbortController().signal,
        )
    },
    /** A nudge fails for the last time. */
    async bury(
      { door, now, newId }: ReadDeps,
      nudge: Omit<Nudge, 'attempt'>,
      failure = new Error('no'),
    ): Promise<void> {
      const fail: Handler = () => Promise.reject(failure)
      const handlers = Object.fromEntries(nudgeKinds.map((kind) => [kind, fail])) as Record<NudgeKind, Handler>
      await runNudge(
        { door, queue, handlers, now, random: () => 0.5, newId, failed },
        { ...nudge, attempt: attemptsBeforeDeath - 1 },
        new AbortController().signal,
      )
    },
  }
}
