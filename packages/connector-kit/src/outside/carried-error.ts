import { z } from 'zod'
import { AskCustomer, LinkExpired, ProviderChanged, Refused, RetryLater, Unsure } from '../errors.ts'

/** Words that came from elsewhere, cut to what a line can hold and free of control characters. */
const words = (most: number) =>
  z.string().transform((text) =>
    text
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, ' ')
      .slice(0, most),
  )
const message = words(500)
const say = words(300)

/** An error on its way between the processes: which of the kit's classes it is, and what that class carries. */
export const CarriedError = z.discriminatedUnion('is', [
  z.object({ is: z.literal('ask'), message, say, field: words(100).optional() }),
  z.object({ is: z.literal('later'), message, say, at: z.number() }),
  z.object({ is: z.literal('changed'), message, say }),
  z.object({ is: z.literal('refused'), message, status: z.number().int(), body: z.string().max(1 << 20) }),
  z.object({ is: z.literal('expired'), status: z.number().int() }),
  z.object({ is: z.literal('unsure'), message, say }),
  /** Anything else: its class's name and nothing more, because a message may quote. */
  z.object({ is: z.literal('bug'), name: words(60) }),
])
export type CarriedError = z.infer<typeof CarriedError>

/** Whatever was thrown, as it may travel. Looking at it may throw again: then it is a bug without a name. */
export function carry(error: unknown): CarriedError {
  try {
    return carryKnown(error)
  } catch {
    return { is: 'bug', name: 'unknown error' }
  }
}

function carryKnown(error: unknown): CarriedError {
  if (error instanceof AskCustomer) {
    const { message, say, field } = error
    return { is: 'ask', message: text(message), say: text(say), ...(field === undefined ? {} : { field: text(field) }) }
  }
  if (error instanceof RetryLater)
    return { is: 'later', message: text(error.message), say: text(error.say), at: error.at.getTime() || 0 }
  if (error instanceof ProviderChanged) return { is: 'changed', message: text(error.message), say: text(error.say) }
  if (error instanceof Unsure) return { is: 'unsure', message: text(error.message), say: text(error.say) }
  if (error instanceof LinkExpired) return { is: 'expired', status: error.status }
  if (error instanceof Refused)
    return { is: 'refused', message: text(error.message), status: error.status, body: text(error.body) }
  return { is: 'bug', name: error instanceof Error ? text(error.name) : 'unknown error' }
}

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 10_000) : '')

/** A wait is taken for one of at least a second and at most a day. */
const [shortestWaitMs, longestWaitMs] = [1_000, 86_400_000]

/** The error again, of this process's own class; `bug` says what a fault without a class becomes. */
export function uncarry(error: CarriedError, now: Date, bug: (name: string) => Error): Error {
  switch (error.is) {
    case 'ask':
      return new AskCustomer(error.message, { say: error.say, ...(error.field ? { field: error.field } : {}) })
    case 'later': {
      const wait = Math.min(Math.max(shortestWaitMs, error.at - now.getTime()), longestWaitMs)
      return new RetryLater(error.message, { at: new Date(now.getTime() + wait), say: error.say })
    }
    case 'changed':
      return new ProviderChanged(error.message, { say: error.say })
    case 'refused':
      return new Refused(error.message, error.status, error.body)
    case 'expired':
      return new LinkExpired(error.status)
    case 'unsure':
      return new Unsure(error.message, { say: error.say })
    case 'bug':
      return bug(error.name)
  }
}
