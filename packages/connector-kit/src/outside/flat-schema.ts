import { z } from 'zod'

const text = z.string().max(300)
export const name = z
  .string()
  .regex(/^[A-Za-z][\w-]{0,59}$/)
  .refine((given) => !(given in {}), 'a name that every object has')

/** What is told of one field of a flat object: enough for its form and for a first look at a value. */
const Field = z.object({
  type: z.union([z.string().max(20), z.array(z.string().max(20)).max(5)]).optional(),
  format: z.string().max(20).optional(),
  title: text.optional(),
  description: text.optional(),
  placeholder: text.optional(),
  secret: z.boolean().optional(),
  generate: z.boolean().optional(),
  hidden: z.boolean().optional(),
  enum: z.array(text).min(1).max(200).optional(),
  default: z.json().optional(),
})
type Field = z.infer<typeof Field>

/** A flat object's fields, told between processes: no pattern, no code. */
export const FlatShape = z.object({
  properties: z.record(name, Field),
  required: z.array(z.string()).max(100).default([]),
})
export type FlatShape = z.infer<typeof FlatShape>

/** What a schema says of its fields. @throws Error where it is no flat object */
export function shapeOf(schema: z.ZodType): FlatShape {
  const told = FlatShape.safeParse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  if (!told.success) throw new Error('settings, secrets and inputs of actions are objects of named fields')
  return told.data
}

/**
 * A schema again: it tells a form what to show and refuses what is of another kind. What fits more closely is for the schema that it
 * was made of, in the process that has it.
 */
export function schemaOf({ properties, required }: FlatShape): z.ZodType {
  return z.object(
    Object.fromEntries(
      Object.entries(properties).map(([field, told]) => [field, fieldSchema(told, required.includes(field))]),
    ),
  )
}

function fieldSchema(field: Field, isRequired: boolean): z.ZodType {
  const { title, description, placeholder, secret, generate, hidden } = field
  const base = kindOf(field)
  const whole = field.default !== undefined ? base.default(field.default) : isRequired ? base : base.optional()
  const hints = { title, description, placeholder, secret, generate, hidden }
  return whole.meta(Object.fromEntries(Object.entries(hints).filter(([, value]) => value !== undefined)))
}

function kindOf(field: Field): z.ZodType {
  if (field.enum) return z.enum(field.enum)
  if (field.format === 'date') return z.iso.date()
  switch (field.type) {
    case 'boolean':
      return z.boolean()
    case 'number':
    case 'integer':
      return z.number()
    case 'array':
      return z.array(z.json()).max(1_000)
    case 'object':
      return z.record(z.string(), z.json())
    case 'string':
      return z.string().max(10_000)
    case undefined:
    default:
      return z.json()
  }
}
