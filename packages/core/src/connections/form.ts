import { Invalid } from '@throughline/canonical'
import type { AnyConnector } from '@throughline/connector-kit'
import type { Kit } from '../ingest/deps.ts'
import type { FormField } from './views.ts'

/** A form's values apart: settings, and what is sealed. */
export interface Settings {
  config: Record<string, unknown>
  secrets: Record<string, unknown>
}

const parts = ['config', 'secrets'] as const

/** The form that the connector's own schemas draw. `config` fills in what is set; secrets never come back. */
export function formOf(
  { describeForm }: Pick<Kit, 'describeForm'>,
  connector: AnyConnector,
  config: Record<string, unknown> = {},
): FormField[] {
  const described = describeForm(connector)
  return parts.flatMap((part) =>
    described[part].map((field) => {
      const value = field.secret ? undefined : (config[field.name] ?? field.default)
      return {
        path: `${part}.${field.name}`,
        label: field.label,
        help: field.help ?? null,
        type: field.type,
        ...(field.options ? { choices: field.options } : {}),
        required: field.required && !(part === 'secrets' && connector.oauth),
        secret: field.secret,
        generate: field.generate,
        placeholder: field.placeholder ?? null,
        ...(value === undefined ? {} : { value }),
      }
    }),
  )
}

/**
 * Lays form values over what is set. A secret left blank stays as it is; a setting left blank is no longer set.
 * @throws Invalid naming a field that the form does not have
 */
export function withValues(fields: readonly FormField[], before: Settings, values: Record<string, unknown>): Settings {
  const known = new Map(fields.map((field) => [field.path, field]))
  const after: Settings = { config: { ...before.config }, secrets: { ...before.secrets } }
  for (const [path, value] of Object.entries(values)) {
    const field = known.get(path)
    if (!field) throw new Invalid('This form has no such field.', path)
    const [part, name] = split(path)
    const blank = value === '' || value === null || value === undefined
    if (!blank) after[part][name] = typeof value === 'string' ? value.trim() : value
    else if (!field.secret) Reflect.deleteProperty(after[part], name)
  }
  return after
}

/**
 * `withoutSecrets`: a person will sign in at the provider instead.
 * @throws Invalid naming the first field that does not fit, in the schema's own words
 */
export function parseSettings(
  connector: AnyConnector,
  settings: Settings,
  options: { withoutSecrets?: boolean } = {},
): Settings {
  const schemas = { config: connector.config, secrets: connector.auth.secrets }
  for (const part of parts) {
    if (part === 'secrets' && options.withoutSecrets) continue
    const parsed = schemas[part].safeParse(settings[part])
    if (parsed.success) continue
    const [issue] = parsed.error.issues
    throw new Invalid(issue?.message ?? 'This does not fit.', [part, ...(issue?.path ?? [])].join('.'))
  }
  return settings
}

function split(path: string): [(typeof parts)[number], string] {
  const [part, ...name] = path.split('.')
  return [part === 'secrets' ? 'secrets' : 'config', name.join('.')]
}
