import { CarriedError, carry, uncarry } from '../carried-error.ts'
import { createFrameReader, frameOf } from '../frames.ts'
import type { ToChild } from '../messages.ts'

/** Asks the keeper for what only it can do. */
export type Ask = (scope: number, what: string, given: object) => Promise<unknown>
export type Serve = (call: {
  name: string
  given: unknown
  scope: number
  signal: AbortSignal
  now: () => Date
}) => Promise<unknown>

/** Joins the two pipes: calls come in and are answered, asks go out and are answered. */
export function openPipe(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  onEnd: () => void,
): {
  ask: Ask
  ready: () => void
  serve: (how: Serve) => void
} {
  const waiting = new Map<number, { take: (value: unknown) => void; fail: (error: Error) => void }>()
  const scopes = new Map<number, AbortController>()
  const early: ToChild[] = []
  let how: Serve | undefined
  let told = 0
  let last = 0
  const write = output.write.bind(output)
  const say = (message: unknown): void => void write(frameOf(message))
  const now = () => new Date(told)

  function hear(message: ToChild): void {
    if ('now' in message) told = message.now
    if ('stop' in message) {
      scopes.get(message.stop)?.abort()
      scopes.delete(message.stop)
    } else if ('reply' in message) {
      const asked = waiting.get(message.reply)
      waiting.delete(message.reply)
      if ('error' in message) asked?.fail(uncarry(CarriedError.parse(message.error), now(), (name) => new Error(name)))
      else asked?.take(message.value)
    } else if (!how) early.push(message)
    else void answer(how, message)
  }

  async function answer(serve: Serve, { call, scope, name, given }: Extract<ToChild, { call: number }>): Promise<void> {
    const controller = scopes.get(scope) ?? new AbortController()
    scopes.set(scope, controller)
    try {
      const value = await serve({ name, given, scope, signal: controller.signal, now })
      say({ answer: call, value: value ?? null })
    } catch (error) {
      say({ answer: call, error: carry(error) })
    }
  }

  const read = createFrameReader({
    onMessage: (message) => {
      hear(message as ToChild)
    },
    onFault: onEnd,
  })
  input.on('data', read)
  input.on('end', onEnd)
  return {
    ask: (scope, what, given) =>
      new Promise((take, fail) => {
        last += 1
        waiting.set(last, { take, fail })
        say({ ask: last, scope, what, given })
      }),
    ready: () => {
      say({ ready: true })
    },
    serve: (given) => {
      how = given
      for (const message of early.splice(0)) hear(message)
    },
  }
}
