import type { Ctx } from '../define-connector.ts'
import { RetryLater } from '../errors.ts'
import { startProgram, type Program, type Scope } from './program.ts'
import type { ChildLimits } from './start-child.ts'

/** The children of one package: one a connection, started when it is needed and stopped when it rests. */
export interface Programs {
  /** @throws RetryLater where too many are at work */
  scope(connectionId: string, ctx?: Ctx<unknown>): Scope
  close: () => Promise<void>
}

const atOnce = 8
const restMs = 60_000
/** Older than this and at rest, a child makes way for a fresh one: what it may use of the processor is counted from its start. */
const oldMs = 600_000

export function createPrograms(options: {
  name: string
  folder: string
  module: string
  limits: ChildLimits
  now: () => Date
}): Programs {
  const running = new Map<string, Program>()
  const resting = new Map<string, NodeJS.Timeout>()

  function stop(connectionId: string): void {
    clearTimeout(resting.get(connectionId))
    resting.delete(connectionId)
    running.get(connectionId)?.stop()
    running.delete(connectionId)
  }

  function start(connectionId: string): Program {
    for (const [id, program] of running) if (running.size >= atOnce && !program.busy()) stop(id)
    if (running.size >= atOnce)
      throw new RetryLater(`${options.name} is at work for ${atOnce} connections already`, {
        at: new Date(options.now().getTime() + restMs),
      })
    const program = startProgram(options)
    running.set(connectionId, program)
    void program.ended.then(() => {
      if (running.get(connectionId) === program) running.delete(connectionId)
    })
    return program
  }

  return {
    scope(connectionId, ctx) {
      const found = running.get(connectionId)
      const isSpent = found && (found.over() || (!found.busy() && performance.now() - found.startedAt > oldMs))
      if (isSpent) stop(connectionId)
      clearTimeout(resting.get(connectionId))
      const program = (isSpent ? undefined : found) ?? start(connectionId)
      const scope = program.scope(ctx)
      return {
        call: (name, given, shape) => scope.call(name, given, shape),
        close() {
          scope.close()
          if (program.busy() || running.get(connectionId) !== program) return
          clearTimeout(resting.get(connectionId))
          const rest = setTimeout(() => {
            if (!program.busy()) stop(connectionId)
          }, restMs)
          rest.unref()
          resting.set(connectionId, rest)
        },
      }
    },
    async close() {
      const ends = [...running.values()].map(({ ended }) => ended)
      for (const id of [...running.keys()]) stop(id)
      await Promise.all(ends)
    },
  }
}
