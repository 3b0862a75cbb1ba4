import { AttributionInput, type Action, type Done, type Effect } from '@throughline/connector-kit'
import type { WriteInfluence } from './influence-plan.ts'
import type { Config } from './schema.ts'
import { writeFields, type WriteFields } from './write-fields.ts'
import { writeInfluence } from './write-influence.ts'

/** Writes credit into fields of contacts and opportunities, and campaign influence into a model of our own. */
export const writeAttribution: Action<Config, AttributionInput> = {
  title: 'Write attribution',
  takes: 'attribution',
  influence: true,
  input: AttributionInput,
  async preview(ctx, input): Promise<Effect> {
    const { fields, influence } = partsOf(input)
    const effects = [
      ...(fields ? [await writeFields.preview(ctx, fields)] : []),
      ...(influence ? [await writeInfluence.preview(ctx, influence)] : []),
    ]
    return {
      summary: effects.map(({ summary }) => summary).join(' '),
      before: effects.map(({ before }) => before),
      after: effects.map(({ after }) => after),
      ...(effects.every(({ nothing }) => nothing) ? { nothing: true as const } : {}),
    }
  },
  async run(ctx, input, key): Promise<Done> {
    const { fields, influence } = partsOf(input)
    const wrote = fields ? await writeFields.run(ctx, fields, key) : undefined
    const shared = influence ? await writeInfluence.run(ctx, influence, key) : undefined
    return { ref: input.keys[0] ?? '', detail: { fields: wrote?.detail, influence: shared?.detail } }
  },
  /** Both parts write only what differs: where one of them does not stand yet, both are asked for again. */
  async find(ctx, key, input) {
    const { fields, influence } = partsOf(input)
    const stands =
      (!fields || (await writeFields.find(ctx, key, fields)) !== undefined) &&
      (!influence || (await writeInfluence.find(ctx, key, influence)) !== undefined)
    return stands ? { ref: input.keys[0] ?? '' } : undefined
  },
}

function partsOf({ of, keys, fields, influence }: AttributionInput): {
  fields: WriteFields | undefined
  influence: WriteInfluence | undefined
} {
  return {
    fields:
      Object.keys(fields).length === 0
        ? undefined
        : { object: of === 'contact' ? 'Contact' : 'Opportunity', records: keys.map((id) => ({ id, fields })) },
    influence: influence && {
      model: influence.model,
      opportunities: keys.map((opportunity) => ({ opportunity, shares: influence.shares })),
    },
  }
}
