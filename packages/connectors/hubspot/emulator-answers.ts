import { createHash } from 'node:crypto'

export const json = (status: number, body: object, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
  })

/** An error as HubSpot words it; the correlation id is drawn from the message. */
export const refusal = (status: number, category: string, message: string, more: object = {}): Response =>
  json(status, { status: 'error', message, correlationId: correlationOf(message), category, ...more })

function correlationOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const invalid = (message: string, errors: object[] = []): Response =>
  refusal(400, 'VALIDATION_ERROR', message, errors.length > 0 ? { errors } : {})

export const notFound = (): Response => refusal(404, 'OBJECT_NOT_FOUND', 'resource not found')

/** A JSON body, or undefined where it is none. */
export async function bodyOf(request: Request): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = await request.json()
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** One page of a list whose cursor is the last id given. */
export function pageOf<T>(
  rows: readonly T[],
  idOf: (row: T) => string,
  { limit, after }: { limit: number; after: string | null },
): { results: T[]; paging?: object } {
  const at = after === null ? 0 : rows.findIndex((row) => idOf(row) === after) + 1
  const results = rows.slice(at, at + limit)
  const last = results.at(-1)
  if (last === undefined || at + limit >= rows.length) return { results }
  return { results, paging: { next: { after: idOf(last), link: 'https://api.hubapi.com/…' } } }
}
