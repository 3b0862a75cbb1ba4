import { eventTypes, type EventType } from '@throughline/canonical/event'
import { z } from 'zod'

/** A property of a kind of event, in words of JSON. */
interface FieldReference {
  name: string
  type: string
  required: boolean
  /** The only values that may stand there. */
  oneOf: string[] | null
}

/** One of our own kinds, as whoever sends events reads about it. */
export interface EventKindReference {
  name: string
  of: EventType['of']
  version: number
  fields: FieldReference[]
}

interface Schema {
  type?: string
  format?: string
  enum?: unknown[]
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
}

/** Every kind of ours with its fields, read off the schemas that events are judged by. */
export function eventReference(): EventKindReference[] {
  return Object.entries<EventType>(eventTypes).map(([name, { of, version, properties }]) => {
    const schema = z.toJSONSchema(properties, { io: 'input' }) as Schema
    const required = new Set(schema.required)
    const fields = Object.entries(schema.properties ?? {}).map(([field, each]): FieldReference => ({
      name: field,
      required: required.has(field),
      ...described(each),
    }))
    return { name, of, version, fields: fields.sort((a, b) => Number(b.required) - Number(a.required)) }
  })
}

function described(schema: Schema): { type: string; oneOf: string[] | null } {
  const choices = (schema.anyOf ?? [schema]).filter(({ type }) => type !== 'null')
  const oneOf = choices.flatMap((each) => each.enum?.map(String) ?? [])
  const types = new Set(choices.map(({ type, format }) => format ?? type ?? 'any'))
  return { type: [...types].join(' or '), oneOf: oneOf.length > 0 ? oneOf : null }
}
