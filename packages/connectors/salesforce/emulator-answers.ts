import { MalformedQuery } from './emulator-soql-parse.ts'
import { SoqlError } from './emulator-view.ts'

export const api = '/services/data/v62.0'

/** An answer as JSON. */
export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
  })

/** Errors of the API are arrays. */
export const refuse = (status: number, errorCode: string, message: string, fields?: string[]): Response =>
  json(status, [{ message, errorCode, ...(fields ? { fields } : {}) }])

/** The answer to a question that could not be. */
export function refusalOf(error: unknown): Response {
  if (error instanceof MalformedQuery) return refuse(400, 'MALFORMED_QUERY', error.message)
  if (error instanceof SoqlError) return refuse(400, error.code, error.message)
  throw error
}
