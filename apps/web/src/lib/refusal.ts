/** What the API said no with, as far as a page acts on it. */
export interface Refusal {
  code: string
  message: string
  reference: string | undefined
  /** What is wrong with which field, by its path. */
  fields: Record<string, string>
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Reads an error thrown by the API's client. Anything unexpected becomes `UNREACHABLE`: nothing was done. */
export function readRefusal(error: unknown): Refusal {
  const data = isObject(error) && isObject(error['data']) ? error['data'] : undefined
  const message = error instanceof Error ? error.message : ''
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const field = text(data?.['field'])
  return {
    code: text(data?.['code']) ?? 'UNREACHABLE',
    message,
    reference: text(data?.['requestId'])?.slice(0, 8),
    fields: field
      ? { [field.replace(/^(values|settings)\./, '')]: message.charAt(0).toUpperCase() + message.slice(1) }
      : {},
  }
}
