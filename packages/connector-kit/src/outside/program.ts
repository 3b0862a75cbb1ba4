import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import type { Ctx } from '../define-connector.ts'
import { carry, uncarry, type CarriedError } from './carried-error.ts'
import { createFrameReader, frameOf } from './frames.ts'
import { FromChild, type ToChild } from './messages.ts'
import { OutsideFault } from './outside-fault.ts'
import { serveAsk } from './serve-ask.ts'
import { startChild, type ChildLimits } from './start-child.ts'

/** One piece of work of the child: the calls it is made of, and what it may ask for meanwhile. */
export interface Scope {
  /** Calls a function of the child's; its answer is taken where it is of this shape. @throws OutsideFault where the child is stopped */
  call<T>(name: string, given: object, shape: z.ZodType<T>): Promise<T>
  /** Nothing more is asked in it. */
  close(): void
}

/** A running child. */
export interface Program {
  scope(ctx?: Ctx<unknown>): Scope
  /** True once it is stopped: a fresh one is needed. */
  over(): boolean
  /** True while anything is under way. */
  busy(): boolean
  stop(): void
  /** Told once, when it has ended, for whatever reason. */
  ended: Promise<void>
  /** On the clock of `performance`. */
  startedAt: number
}

interface Call {
  scope: OpenScope
  take: (value: unknown) => void
  fail: (error: Error) => void
  timer: NodeJS.Timeout | undefined
}
interface OpenScope {
  id: number
  ctx: Ctx<unknown> | undefined
  asks: number
  asked: number
  calls: Set<Call>
}

const atOnce = 16
const asksAllowed = 20_000
const straysAllowed = 64
const watchMs = 200
/** Until our own part of the child is loaded: a machine may be busy. */
const startMs = 30_000

export function startProgram(options: {
  name: string
  folder: string
  module: string
  limits: ChildLimits
  now: () => Date
}): Program {
  const { name, folder, module, limits, now } = options
  const child = startChild(folder, module, limits)
  const scopes = new Map<number, OpenScope>()
  const calls = new Map<number, Call>()
  let last = 0
  let strays = 0
  let isReady = false
  let over: OutsideFault | undefined

  /** The end, with a reason: whoever waits is told, and nothing more is heard. */
  function stopFor(why: string): void {
    if (over) return
    over = new OutsideFault(name, why)
    child.kill('SIGKILL')
    clearInterval(watch)
    for (const call of calls.values()) {
      clearTimeout(call.timer)
      call.fail(over)
    }
    calls.clear()
    scopes.clear()
  }

  const send = (message: ToChild): void => {
    if (!over) child.stdin?.write(frameOf(message))
  }

  /** The time as far as a piece of work is concerned. */
  const nowIn = ({ ctx }: OpenScope): number => (ctx?.now ?? now)().getTime()

  /** The clock of a call runs while it is the child's turn. */
  function wind(scope: OpenScope): void {
    for (const call of scope.calls) {
      clearTimeout(call.timer)
      call.timer = undefined
      if (scope.asks > 0) continue
      const allowedMs = isReady ? limits.quietMs : startMs
      call.timer = setTimeout(() => {
        stopFor(`did not answer within ${allowedMs / 1_000} seconds`)
      }, allowedMs)
    }
  }

  function answered(id: number, outcome: { value: unknown } | { error: CarriedError }): void {
    const call = calls.get(id)
    if (!call) return stopFor('answered what it was not asked')
    calls.delete(id)
    clearTimeout(call.timer)
    call.scope.calls.delete(call)
    if ('error' in outcome) call.fail(uncarry(outcome.error, new Date(nowIn(call.scope)), bug))
    else call.take(outcome.value)
  }

  function asked(id: number, scopeId: number, what: string, given: unknown): void {
    const scope = scopes.get(scopeId)
    if (!scope?.ctx) {
      strays += 1
      if (strays > straysAllowed) return stopFor('asked for more than is allowed')
      return send({ reply: id, error: { is: 'bug', name: 'nothing is under way' }, now: now().getTime() })
    }
    scope.asks += 1
    scope.asked += 1
    if (scope.asks > atOnce || scope.asked > asksAllowed) return stopFor('asked for more than is allowed')
    wind(scope)
    const done = (message: ToChild) => {
      scope.asks -= 1
      send(message)
      wind(scope)
    }
    serveAsk(scope.ctx, what, given).then(
      (value) => {
        done({ reply: id, value, now: nowIn(scope) })
      },
      (error: unknown) => {
        done({ reply: id, error: carry(error), now: nowIn(scope) })
      },
    )
  }

  const bug = (what: string) => new OutsideFault(name, `failed (${what || 'unknown error'})`)
  const read = createFrameReader({
    onMessage: (message) => {
      if (over) return
      const parsed = FromChild.safeParse(message)
      if (!parsed.success) return stopFor('spoke in a form that is not allowed')
      const { data } = parsed
      if ('ready' in data) {
        isReady = true
        for (const scope of scopes.values()) wind(scope)
      } else if ('ask' in data) asked(data.ask, data.scope, data.what, data.given)
      else answered(data.answer, data)
    },
    onFault: (why) => {
      stopFor(why === 'too long' ? 'sent more at once than is allowed' : 'spoke in a form that is not allowed')
    },
  })

  const watch = setInterval(() => {
    if (calls.size > 0 && child.pid !== undefined)
      void residentMb(child.pid).then((mb) => {
        if (mb > limits.memoryMb) stopFor(`used more than ${limits.memoryMb} MB of memory`)
      })
  }, watchMs)
  watch.unref()
  child.stdout?.on('data', read)
  child.stdin?.on('error', () => {})
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => {
      stopFor('could not be started')
      resolve()
    })
    child.once('exit', (_code, signal) => {
      const aborted = signal === 'SIGABRT' || signal === 'SIGTRAP' || signal === 'SIGILL'
      stopFor(aborted ? 'ran out of memory' : signal === 'SIGXCPU' ? 'used too much processor time' : 'ended by itself')
      resolve()
    })
  })

  return {
    startedAt: performance.now(),
    ended,
    over: () => over !== undefined,
    busy: () => calls.size > 0 || scopes.size > 0,
    stop: () => {
      stopFor('was stopped')
    },
    scope(ctx) {
      last += 1
      const scope: OpenScope = { id: last, ctx, asks: 0, asked: 0, calls: new Set() }
      scopes.set(scope.id, scope)
      const stop = () => {
        send({ stop: scope.id })
      }
      ctx?.signal.addEventListener('abort', stop, { once: true })
      return {
        async call(what, given, shape) {
          if (over) throw over
          ctx?.signal.throwIfAborted()
          last += 1
          const id = last
          const value = await new Promise<unknown>((take, fail) => {
            const call: Call = { scope, take, fail, timer: undefined }
            calls.set(id, call)
            scope.calls.add(call)
            send({ call: id, scope: scope.id, name: what, given, now: nowIn(scope) })
            wind(scope)
          }).catch((error: unknown) => {
            // What was broken off ends as what is broken off in this process does.
            ctx?.signal.throwIfAborted()
            throw error
          })
          const parsed = shape.safeParse(value)
          if (parsed.success) return parsed.data
          const at = parsed.error.issues[0]?.path.join('.') || what
          const fault = new OutsideFault(name, `answered in a form that is not allowed (${at.slice(0, 100)})`)
          stopFor('answered in a form that is not allowed')
          throw fault
        },
        close() {
          scopes.delete(scope.id)
          ctx?.signal.removeEventListener('abort', stop)
          send({ stop: scope.id })
        },
      }
    },
  }
}

/** What a process holds in memory, in MiB, where the system says. */
async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024
}
