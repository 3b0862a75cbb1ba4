import { AskCustomer, type Action, type Ctx, type Done, type Effect } from '@throughline/connector-kit'
import { z } from 'zod'
import { sayOf, write } from './collections.ts'
import type { InfluenceRow, Share } from './influence-diff.ts'
import { nameOf, notOnDeal, object, plan, ShareInput, WriteInfluence, type Plan } from './influence-plan.ts'
import type { Config } from './schema.ts'

type Shares = Record<string, Share[]>
const Detail = z.looseObject({ model: z.string(), before: z.record(z.string(), z.array(ShareInput)) })

export const writeInfluence: Action<Config, WriteInfluence> = {
  title: 'Write campaign influence',
  input: WriteInfluence,

  async preview(ctx, input): Promise<Effect> {
    const planned = await plan(ctx, input)
    const { insert, update, remove } = planned.diff
    const nothing = insert.length + update.length + remove.length === 0
    const strangers = await notOnDeal(ctx, insert)
    const counts = `${insert.length} to add, ${update.length} to change, ${remove.length} to remove`
    const warning = strangers === 0 ? '' : ` Salesforce will refuse ${strangers}: the contact has no role in the deal.`
    return {
      summary: nothing
        ? 'Nothing would change: the campaign influence already stands so.'
        : `Campaign influence of ${planned.wanted.size} opportunities in the model ${nameOf(ctx, input)}: ${counts}.${warning}`,
      before: sharesOf(planned.standing, planned.wanted),
      after: Object.fromEntries(planned.wanted),
      ...(nothing ? { nothing: true as const } : {}),
    }
  },

  async run(ctx, input): Promise<Done> {
    const planned = await plan(ctx, input)
    const failed = await apply(ctx, planned)
    const { insert, update, remove } = planned.diff
    const detail = {
      model: planned.modelId,
      ...{ added: insert.length, changed: update.length, removed: remove.length, failed },
      before: sharesOf(planned.standing, planned.wanted),
    }
    return { ref: refOf(planned), detail }
  },

  /** Salesforce's own rows decide: where exactly the wanted ones stand, it was done. */
  async find(ctx, _key, input) {
    const planned = await plan(ctx, input)
    const { insert, update, remove } = planned.diff
    return insert.length + update.length + remove.length === 0 ? { ref: refOf(planned) } : undefined
  },

  async undo(ctx, done, input) {
    const detail = Detail.safeParse(done.detail)
    if (!detail.success)
      throw new AskCustomer('what stood there before is not known', {
        say: 'This cannot be taken back: which rows stood in Salesforce before was lost in an interruption.',
      })
    const opportunities = Object.entries(detail.data.before).map(([opportunity, shares]) => ({ opportunity, shares }))
    await apply(ctx, await plan(ctx, { ...input, opportunities }))
  },
}

/** Removes, then changes, then adds. */
async function apply(ctx: Ctx<Config>, { modelId, diff }: Plan) {
  const { remove, update, insert } = diff
  const removed = await write(ctx, { method: 'delete', ids: remove.map((row) => row.id) })
  const updated = await write(ctx, {
    method: 'update',
    object,
    records: update.map((row) => ({ id: row.id, Influence: row.percent })),
  })
  const inserted = await write(ctx, {
    method: 'insert',
    object,
    records: insert.map(({ opportunity, campaign, contact, percent }) => ({
      OpportunityId: opportunity,
      CampaignId: campaign,
      ...(contact === undefined ? {} : { ContactId: contact }),
      ModelId: modelId,
      Influence: percent,
    })),
  })
  const named = (rows: readonly (Share & { opportunity: string })[], { failed }: typeof removed) =>
    failed.map(({ at, code, fields }) => ({ ...naming(rows[at]), code, fields }))
  const failed = [...named(remove, removed), ...named(update, updated), ...named(insert, inserted)]
  const [first] = failed
  if (first && failed.length === remove.length + update.length + insert.length)
    throw new AskCustomer(`every influence row was refused with ${first.code}`, {
      say: `Salesforce would not write the campaign influence: ${sayOf(first.code)}${first.fields.length > 0 ? ` (${first.fields.join(', ')})` : ''}.`,
    })
  return failed
}

const naming = (row: (Share & { opportunity: string }) | undefined) => ({
  opportunity: row?.opportunity,
  campaign: row?.campaign,
})

const refOf = ({ modelId, wanted }: Plan): string => {
  const [first = '', ...more] = wanted.keys()
  return `${modelId}/${first}${more.length > 0 ? ` and ${more.length} more` : ''}`
}

function sharesOf(standing: readonly InfluenceRow[], wanted: ReadonlyMap<string, unknown>): Shares {
  const byDeal = Map.groupBy(standing, ({ opportunity }) => opportunity)
  return Object.fromEntries(
    [...wanted.keys()].map((opportunity) => [
      opportunity,
      (byDeal.get(opportunity) ?? [])
        .map(({ campaign, contact, percent }) => ({ campaign, ...(contact === undefined ? {} : { contact }), percent }))
        .sort((a, b) => (`${a.campaign}${a.contact ?? ''}` < `${b.campaign}${b.contact ?? ''}` ? -1 : 1)),
    ]),
  )
}
