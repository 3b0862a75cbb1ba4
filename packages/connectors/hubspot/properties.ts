import { AskCustomer, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { paths } from './paths.ts'
import type { Config } from './schema.ts'

interface Property {
  type: string
  readOnly: boolean
  /** Empty where any value will do. */
  options: readonly string[]
}

const Answer = z.object({
  results: z.array(
    z.looseObject({
      name: z.string(),
      type: z.string().default('string'),
      calculated: z.boolean().default(false),
      externalOptions: z.boolean().default(false),
      options: z.array(z.looseObject({ value: z.string() })).default([]),
      modificationMetadata: z.looseObject({ readOnlyValue: z.boolean().default(false) }).optional(),
    }),
  ),
})

const types = { contact: 'contacts', company: 'companies', deal: 'deals' } as const

export const typeOf = (object: keyof typeof types): string => types[object]

/** The catalogue of an object's properties. */
async function describe({ http }: Ctx<Config>, object: keyof typeof types): Promise<Map<string, Property>> {
  const { results } = (await http.get(paths.properties(typeOf(object)), { bucket: 'calls' })).json(Answer)
  return new Map(
    results.map(({ name, type, calculated, externalOptions, options, modificationMetadata }) => [
      name,
      {
        type,
        readOnly: calculated || modificationMetadata?.readOnlyValue === true,
        // Owners, pipelines and stages are listed elsewhere.
        options: externalOptions ? [] : options.map(({ value }) => value),
      },
    ]),
  )
}

/** @throws AskCustomer naming the first property that cannot have its value */
export async function checkProperties(
  ctx: Ctx<Config>,
  object: keyof typeof types,
  wanted: Readonly<Record<string, string | null>>,
): Promise<void> {
  const known = await describe(ctx, object)
  for (const [name, value] of Object.entries(wanted)) {
    const problem = problemOf(known.get(name), value)
    if (problem)
      throw new AskCustomer(`the property ${name} cannot be written`, {
        say: `${name} cannot be written: ${problem}.`,
        field: 'values',
      })
  }
}

function problemOf(property: Property | undefined, value: string | null): string | undefined {
  if (!property) return 'HubSpot has no such property here'
  if (property.readOnly) return 'HubSpot works it out itself'
  if (value === null) return undefined
  if (property.type === 'number' && Number.isNaN(Number(value))) return 'it takes a number'
  if (property.type === 'bool' && !/^(true|false)$/.test(value)) return 'it takes true or false'
  const options = property.options
  if (options.length > 0 && !value.split(';').every((part) => options.includes(part)))
    return 'it takes one of the values listed for it in HubSpot'
  return undefined
}
