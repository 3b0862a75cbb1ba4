import { runNudge, tick, type Handler, type NudgeKind, type RunnerDeps } from '@throughline/core/jobs'
import { EventEmitter } from 'node:events'
import { run, type WorkerEvents } from 'graphile-worker'
import { keepTicking } from './keep-ticking.ts'
import { stayAlive } from './living-pools.ts'
import { task, type GraphileQueue } from './graphile-queue.ts'
import { queueLogger } from './queue-logger.ts'

export interface WorkerDeps {
  door: RunnerDeps['door']
  queue: GraphileQueue
  handlers: Readonly<Record<NudgeKind, Handler>>
  now: () => Date
  /** In [0, 1). */
  random: () => number
  newId: () => string
  say?: (level: string, message: string, detail?: Record<string, unknown>) => void
  /** Slices at once in this process; more than two, so that one tenant's two leave room for others. */
  concurrency?: number
}

export interface Worker {
  /** Takes no more, lets slices under way end (they are short), then returns. */
  stop(): Promise<void>
}

/** A job that is not due yet is found by looking; the others are announced. */
const pollMs = 250

/** Runs nudges and the ticker, in this process. */
export async function startWorker(deps: WorkerDeps): Promise<Worker> {
  const { door, queue, handlers, now, random, newId, say = () => {}, concurrency = 6 } = deps
  const events = new EventEmitter() as WorkerEvents
  const born = new Promise<string>((resolve) => events.once('pool:create', ({ workerPool }) => resolve(workerPool.id)))
  const runner = await run({
    pgPool: queue.pool,
    concurrency,
    pollInterval: pollMs,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: 2_000,
    events,
    logger: queueLogger(say),
    taskList: {
      [task]: (payload, helpers) =>
        runNudge(
          {
            door,
            queue,
            handlers,
            now,
            random,
            newId,
            failed: (nudge, error, died) =>
              say(died ? 'error' : 'warning', died ? 'a job failed for good' : 'a job failed', {
                kind: nudge.kind,
                tenantId: nudge.tenantId,
                attempt: nudge.attempt + 1,
                error,
              }),
          },
          payload,
          helpers.abortSignal,
        ),
    },
  })
  const alive = await stayAlive(queue.pool, queue.utils, await born)
  const stopTicking = keepTicking({
    alive,
    tick: () => tick({ database: door.database, queue, now }),
    after: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    say,
  })
  return {
    async stop() {
      await stopTicking()
      await runner.stop()
      await alive.release()
    },
  }
}
