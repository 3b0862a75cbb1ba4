import { z } from 'zod'

/** One field of a settings form, described without naming any connector. */
export interface FieldDescription {
  name: string
  label: string
  help?: string
  type: 'text' | 'password' | 'number' | 'date' | 'boolean' | 'list' | 'choice' | 'pairs'
  required: boolean
  /** Never sent back to a browser once saved. */
  secret: boolean
  /** The form may offer to make one up (a webhook password that the customer copies into the provider's form). */
  generate: boolean
  placeholder?: string
  options?: string[]
  default?: unknown
}

/** What a schema's `.meta()` may say of a field, beside `title` and `description`. */
const Hints = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  placeholder: z.string().optional(),
  secret: z.boolean().optional(),
  generate: z.boolean().optional(),
  /** Made by signing in: kept with the rest and never typed, so that no form shows it. */
  hidden: z.boolean().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  default: z.unknown().optional(),
})
type Hints = z.infer<typeof Hints>

const ObjectShape = z.object({
  properties: z.record(z.string(), Hints),
  required: z.array(z.string()).optional(),
})

/**
 * Describes a flat zod object as form fields, in its own order. Label and help come from `.meta({ title, description })`.
 * @example describeFields(connector.config, { secret: false })
 */
export function describeFields(schema: z.ZodType, options: { secret: boolean }): FieldDescription[] {
  const shape = ObjectShape.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  const shown = Object.entries(shape.properties).filter(([, { hidden }]) => !hidden)
  return shown.map(([name, hints]) => {
    const secret = hints.secret ?? options.secret
    return {
      name,
      label: hints.title ?? wordsOf(name),
      type: typeOf(hints, secret),
      required: shape.required?.includes(name) ?? false,
      secret,
      generate: hints.generate ?? false,
      ...(hints.description === undefined ? {} : { help: hints.description }),
      ...(hints.placeholder === undefined ? {} : { placeholder: hints.placeholder }),
      ...(hints.enum === undefined ? {} : { options: hints.enum }),
      ...(hints.default === undefined ? {} : { default: hints.default }),
    }
  })
}

/** Config fields first, then secrets: the whole form of one connector. */
export function describeForm(connector: { config: z.ZodType; auth: { secrets: z.ZodType } }): {
  config: FieldDescription[]
  secrets: FieldDescription[]
} {
  return {
    config: describeFields(connector.config, { secret: false }),
    secrets: describeFields(connector.auth.secrets, { secret: true }),
  }
}

function typeOf(hints: Hints, secret: boolean): FieldDescription['type'] {
  if (hints.enum) return 'choice'
  if (secret) return 'password'
  if (hints.format === 'date') return 'date'
  return (typeof hints.type === 'string' && typesByName[hints.type]) || 'text'
}

const typesByName: Partial<Record<string, FieldDescription['type']>> = {
  boolean: 'boolean',
  number: 'number',
  integer: 'number',
  array: 'list',
  object: 'pairs',
}

function wordsOf(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
