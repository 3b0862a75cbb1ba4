import { Invalid } from '@throughline/canonical'
import { eventTypeOf } from '@throughline/canonical/event'
import { z } from 'zod'
import type { CheckProperties } from './judge.ts'

/** Keywords of JSON Schema that a tenant's own kind may not use: expressions that never end, and files elsewhere. */
const refused = new Set(['pattern', 'patternProperties', '$ref', '$dynamicRef', 'propertyNames'])
const longest = 20_000

/**
 * A tenant's own kind of event from its JSON Schema (draft 2020-12) of properties.
 * @throws Invalid naming what cannot be used
 */
export function ownKind(name: string, schema: Record<string, unknown>): CheckProperties {
  if (!/^[a-z][a-z0-9_]{1,62}$/.test(name) || eventTypeOf(name))
    throw new Invalid('Small letters, digits and underscores, and no kind of ours.', 'name')
  if (JSON.stringify(schema).length > longest) throw new Invalid('Too long.', 'schema')
  const found = keywordIn(schema)
  if (found !== undefined) throw new Invalid(`The keyword ${found} cannot be used here.`, 'schema')
  if (schema['type'] !== 'object') throw new Invalid('Properties are an object: type must be "object".', 'schema')
  let type: z.ZodType
  try {
    type = z.fromJSONSchema(schema)
  } catch {
    throw new Invalid('Not a JSON Schema that can be used here.', 'schema')
  }
  return (properties) => {
    const issue = type.safeParse(properties).error?.issues[0]
    return issue && { field: issue.path.join('.'), reason: issue.message }
  }
}

function keywordIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, each] of Object.entries(value)) {
    if (refused.has(key)) return key
    const inside = keywordIn(each)
    if (inside !== undefined) return inside
  }
  return undefined
}
