import type { Ctx } from '../define-connector.ts'
import { RetryLater } from '../errors.ts'
import { OutsideFault } from './outside-fault.ts'
import { startProgram, type Program, type Scope } from './program.ts'
import type { ChildLimits } from './start-child.ts'

/** The children of one package: one a connection, started when it is needed and stopped when it rests. */
export interface Programs {
  /** @throws RetryLater where too many are at work, OutsideFault where it was stopped again and again */
  scope(connectionId: string, ctx?: Ctx<unknown>): Scope
  close: () => Promise<void>
}

const atOnce = 8
const restMs = 60_000
/** Older than this and at rest, a child makes way for a fresh one: what it may use of the processor is counted from its start. */
const oldMs = 600_000
/** Stopped so often with no answer between, a connection's child is not started again for a while. */
const stopsAllowed = 3
/** What any child still manages before it comes to its work proves nothing. */
const asides = new Set(['start', 'rewind', 'baseUrl', 'classify', 'usage'])

export function createPrograms(options: {
  name: string
  folder: string
  module: string
  limits: ChildLimits
  now: () => Date
}): Programs {
  const running = new Map<string, Program>()
  const resting = new Map<string, NodeJS.Timeout>()
  const counted = new WeakSet<Program>()
  const stops = new Map<string, { count: number; last: number }>()

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
      const stopped = stops.get(connectionId)
      if (stopped && stopped.count >= stopsAllowed) {
        if (options.now().getTime() - stopped.last < restMs)
          throw new OutsideFault(options.name, `was stopped ${stopsAllowed} times in a row, and rests for a minute`)
        stops.delete(connectionId)
      }
      const found = running.get(connectionId)
      const isSpent = found && (found.over() || (!found.busy() && performance.now() - found.startedAt > oldMs))
      if (isSpent) stop(connectionId)
      clearTimeout(resting.get(connectionId))
      const program = (isSpent ? undefined : found) ?? start(connectionId)
      const scope = program.scope(ctx)
      return {
        async call(name, given, shape) {
          const answer = await scope.call(name, given, shape).catch((error: unknown) => {
            const { count = 0 } = stops.get(connectionId) ?? {}
            if (program.over() && !counted.has(program))
              stops.set(connectionId, { count: count + 1, last: options.now().getTime() })
            if (program.over()) counted.add(program)
            throw error
          })
          if (!asides.has(name)) stops.delete(connectionId)
          return answer
        },
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
