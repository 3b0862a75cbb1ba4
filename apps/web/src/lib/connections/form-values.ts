import type { Answers } from '#lib/app-router.ts'

export type Field = Answers['connections']['catalogue'][number]['fields'][number]

/** What a form sent, as the connector's fields want it. An empty secret is left out: what is stored stays. */
export function readValues(fields: readonly Field[], form: FormData): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const field of fields) {
    const sent = form.get(`f.${field.path}`)
    const text = typeof sent === 'string' ? sent.trim() : ''
    if (field.type === 'boolean') values[field.path] = sent !== null
    else if (text === '') {
      if (field.type === 'list' && field.required) values[field.path] = []
    } else if (field.type === 'number') values[field.path] = Number(text)
    else if (field.type === 'pairs') values[field.path] = readPairs(text)
    else if (field.type === 'list') values[field.path] = readList(text)
    // A password's own spaces are its own.
    else values[field.path] = field.secret && typeof sent === 'string' ? sent : text
  }
  return values
}

/** Parts of a list, by commas or lines. */
const readList = (text: string) =>
  text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** `name=value`, by commas or lines. */
const readPairs = (text: string) =>
  Object.fromEntries(
    readList(text).map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [name.trim(), value.join('=').trim()]
    }),
  )

/** What may be shown again after a refused form: everything but secrets. */
export function withoutSecrets(fields: readonly Field[], values: Record<string, unknown>): Record<string, unknown> {
  const secret = new Set(fields.filter((field) => field.secret).map((field) => field.path))
  return Object.fromEntries(Object.entries(values).filter(([path]) => !secret.has(path)))
}

/** A stored or sent value as a field shows it. */
export function showValue(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, each]) => `${name}=${String(each)}`)
      .join(', ')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
