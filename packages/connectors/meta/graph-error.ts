import { Refused } from '@throughline/connector-kit'
import { z } from 'zod'

/** What Meta says in the body of a refusal. Its HTTP status says little: throttles come as 400. */
export interface GraphError {
  code: number
  subcode?: number
  transient: boolean
  message: string
}

const Body = z.looseObject({
  error: z.looseObject({
    code: z.coerce.number(),
    error_subcode: z.coerce.number().optional(),
    is_transient: z.boolean().optional(),
    message: z.string().optional(),
  }),
})

/** Reads the error of an answer's body; undefined where it is another page. */
export function readGraphError(text: string): GraphError | undefined {
  if (!text.includes('"error"')) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const parsed = Body.safeParse(value)
  if (!parsed.success) return undefined
  const { code, error_subcode: subcode, is_transient: transient = false, message = '' } = parsed.data.error
  return { code, transient, message, ...(subcode === undefined ? {} : { subcode }) }
}

/** The error behind a request that the kit refused for us. */
export function graphErrorOf(error: unknown): GraphError | undefined {
  return error instanceof Refused ? readGraphError(error.body) : undefined
}

/** The object does not exist (any longer), or not for this token. 803: one of several asked for at once. */
export const isGone = ({ code, subcode }: GraphError): boolean => (code === 100 && subcode === 33) || code === 803

/** This token may not do that: a scope was not granted, or one account was taken away from its user. */
export const isForbidden = ({ code }: GraphError): boolean => code === 10 || (code >= 200 && code <= 299)

/** More was asked for at once than Meta will put together. */
export const isTooMuch = ({ code, subcode, message }: GraphError): boolean =>
  (code === 1 && /reduce the amount of data/i.test(message)) || (code === 100 && subcode === 1_487_534)

/** A place in a list that Meta no longer knows. */
export const isStaleCursor = ({ code, message }: GraphError): boolean => code === 100 && /cursor/i.test(message)

/** A report was asked for its rows before it was ready. */
export const isTooEarly = ({ code, subcode }: GraphError): boolean => code === 2_601 || subcode === 1_815_107

/** This one ad can never be answered for. */
export const isHopeless = ({ code, subcode }: GraphError): boolean => code === 1 && subcode === 2_853_001
