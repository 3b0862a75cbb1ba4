import { AskCustomer, AttributionInput, type Action, type Done } from '@throughline/connector-kit'
import type { Config } from './schema.ts'
import { WriteFields, writeFields } from './write-fields.ts'

/** Writes credit into properties of contacts and deals. HubSpot's own attribution cannot be written to, so there are no shares of campaigns. */
export const writeAttribution: Action<Config, AttributionInput> = {
  title: 'Write attribution',
  takes: 'attribution',
  input: AttributionInput,
  async preview(ctx, input) {
    const effects = await Promise.all(each(input).map((one) => writeFields.preview(ctx, one)))
    const [first] = effects
    return {
      summary: first?.summary ?? 'Nothing would change.',
      before: Object.fromEntries(input.keys.map((key, i) => [key, effects[i]?.before])),
      after: Object.fromEntries(input.keys.map((key, i) => [key, effects[i]?.after])),
      ...(effects.every(({ nothing }) => nothing) ? { nothing: true as const } : {}),
    }
  },
  async run(ctx, input, key): Promise<Done> {
    const detail: Record<string, unknown> = {}
    for (const one of each(input)) detail[one.key] = (await writeFields.run(ctx, one, key)).detail
    return { ref: refOf(input), detail }
  },
  async find(ctx, key, input) {
    const detail: Record<string, unknown> = {}
    for (const one of each(input)) {
      const found = await writeFields.find(ctx, key, one)
      if (!found) return undefined
      detail[one.key] = found.detail
    }
    return { ref: refOf(input), detail }
  },
}

const refOf = ({ keys }: AttributionInput): string => keys[0] ?? ''
const each = ({ of, keys, fields }: AttributionInput): WriteFields[] =>
  keys.map((key) => {
    const parsed = WriteFields.safeParse({ object: of, key, values: fields })
    if (parsed.success) return parsed.data
    const why = parsed.error.issues[0]?.message ?? 'it does not fit'
    throw new AskCustomer('a property that cannot be written', {
      say: `This cannot be written to HubSpot (${why}). Look at the fields that attribution is written into.`,
    })
  })
