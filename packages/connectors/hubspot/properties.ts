import type { Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { paths } from './paths.ts'
import type { Config } from './schema.ts'

export interface Property {
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
export async function describe({ http }: Ctx<Config>, object: keyof typeof types): Promise<Map<string, Property>> {
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
