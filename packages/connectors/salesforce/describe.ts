import { ProviderChanged, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { refusedFor } from './errors.ts'
import type { Field, FieldKind } from './normal-form.ts'
import { furtherFields, type SObjectType } from './objects.ts'
import { paths } from './paths.ts'
import type { Config } from './schema.ts'

const Described = z.looseObject({
  /** Its deletions can be asked for. */
  replicateable: z.boolean().default(false),
  queryable: z.boolean().default(true),
  fields: z.array(
    z.looseObject({
      name: z.string(),
      type: z.string(),
      updateable: z.boolean().default(false),
      nameField: z.boolean().default(false),
    }),
  ),
})
export type Described = z.infer<typeof Described>

/** What of an object this org has and this user may see; undefined where it has no such object, or not for this user. */
export async function describe(ctx: Pick<Ctx<Config>, 'http'>, object: string): Promise<Described | undefined> {
  try {
    const answer = await ctx.http.get(paths.describe(object), { bucket: 'api', accept: [404] })
    if (answer.status === 404) return undefined
    const described = answer.json(Described)
    return described.queryable ? described : undefined
  } catch (error) {
    if (refusedFor(error, 'INVALID_TYPE', 'NOT_FOUND', 'INSUFFICIENT_ACCESS')) return undefined
    throw error
  }
}

export interface Readable {
  fields: Field[]
  replicateable: boolean
}

/**
 * The fields to read of an object: those wanted that are there. Never any other: which fields exist depends on the edition, on
 * features, and on what the user may see, and one that is hidden refuses the whole question.
 * @throws ProviderChanged where the object or a needed field is hidden
 */
export async function readable(ctx: Ctx<Config>, type: SObjectType): Promise<Readable | undefined> {
  const own = await describe(ctx, type.name)
  if (!own) {
    if (type.optional) return undefined
    throw new ProviderChanged(`${type.name} is not to be seen`, {
      say: `The Salesforce user may not read ${type.name}. Give the integration user read access and View All on it; reading goes on by itself.`,
    })
  }
  const wanted = [...type.fields, ...furtherFields(type, ctx.config)]
  const parents = new Map([...new Set(wanted.flatMap((name) => parentOf(name) ?? []))].map((name) => [name, undefined]))
  const described = new Map<string, Described | undefined>([[type.name, own]])
  for (const parent of parents.keys()) described.set(parent, await describe(ctx, parent))
  const fields = wanted.flatMap((path): Field[] => {
    const name = path.slice(path.indexOf('.') + 1)
    const found = described.get(parentOf(path) ?? type.name)?.fields.find((field) => field.name === name)
    return found ? [{ name: path, kind: kindOf(found.type) }] : []
  })
  const missing = type.needed.filter((name) => !fields.some((field) => field.name === name))
  if (missing.length > 0 && type.optional) return undefined
  if (missing.length > 0)
    throw new ProviderChanged(`${type.name} lacks ${missing.join(', ')}`, {
      say: `The Salesforce user may not see ${missing.map((name) => `${type.name}.${name}`).join(', ')}. Give the integration user read access to it (field-level security); reading goes on by itself.`,
    })
  return { fields, replicateable: own.replicateable }
}

const parentOf = (path: string): string | undefined =>
  path.includes('.') ? path.slice(0, path.indexOf('.')) : undefined

export function kindOf(type: string): FieldKind {
  switch (type) {
    case 'id':
    case 'reference':
      return 'id'
    case 'boolean':
      return 'flag'
    case 'int':
    case 'long':
    case 'double':
    case 'currency':
    case 'percent':
      return 'number'
    case 'date':
      return 'day'
    case 'datetime':
      return 'moment'
    default:
      return 'text'
  }
}
