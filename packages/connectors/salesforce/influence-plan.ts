import { AskCustomer, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { idIn, toId18 } from './ids.ts'
import { diffInfluence, rounded, type InfluenceDiff, type InfluenceRow, type Share } from './influence-diff.ts'
import { influenceModel } from './influence-model.ts'
import { orgOf } from './org.ts'
import { everyRow } from './query.ts'
import type { Config } from './schema.ts'
import { all, idsAtOnce, oneOf, pieces, quoted } from './soql.ts'

export const object = 'CampaignInfluence'
const id = z.string().trim().min(1)
export const ShareInput = z.object({ campaign: id, contact: id.optional(), percent: z.number().min(0).max(100) })

export const WriteInfluence = z.object({
  /** The model's API name; the connection's own where unsaid. */
  model: z
    .string()
    .regex(/^[A-Za-z]\w*$/, 'the API name of a campaign influence model')
    .optional(),
  opportunities: z
    .array(
      z.object({
        opportunity: id,
        /** All its shares: others of this model are removed. */
        shares: z
          .array(ShareInput)
          .max(500)
          .refine(
            (shares) => shares.reduce((sum, { percent }) => sum + percent, 0) <= 100 + 1e-6,
            'at most 100 percent',
          )
          .refine(
            (shares) =>
              new Set(shares.map(({ campaign, contact = '' }) => `${campaign} ${contact}`)).size === shares.length,
            'each campaign and contact once',
          ),
      }),
    )
    .min(1)
    .max(2_000)
    .refine(
      (deals) => new Set(deals.map(({ opportunity }) => opportunity)).size === deals.length,
      'each opportunity once',
    ),
})
export type WriteInfluence = z.infer<typeof WriteInfluence>

/** How the rows of these deals stand in the model, how they are to stand, and what is between. */
export interface Plan {
  modelId: string
  standing: InfluenceRow[]
  wanted: Map<string, Share[]>
  diff: InfluenceDiff
}

/** @throws AskCustomer where the model will not do */
export async function plan(ctx: Ctx<Config>, input: WriteInfluence): Promise<Plan> {
  const org = await orgOf(ctx)
  const own = (key: string): string => {
    const found = idIn(org, key)
    if (found !== undefined) return found
    throw new AskCustomer('an id of another org', { say: 'One of these records is not of this Salesforce org.' })
  }
  const modelId = await influenceModel(ctx, nameOf(ctx, input))
  const wanted = new Map(
    input.opportunities.map(({ opportunity, shares }) => [
      own(opportunity),
      rounded(
        shares.map(({ campaign, contact, percent }) => ({
          campaign: own(campaign),
          ...(contact === undefined ? {} : { contact: own(contact) }),
          percent,
        })),
      ),
    ]),
  )
  const standing = await rowsOf(ctx, modelId, [...wanted.keys()])
  return { modelId, standing, wanted, diff: diffInfluence(standing, wanted) }
}

const Row = z.looseObject({
  Id: z.string(),
  OpportunityId: z.string(),
  CampaignId: z.string(),
  ContactId: z.string().nullish(),
  Influence: z.number().nullish(),
})

async function rowsOf(ctx: Ctx<Config>, modelId: string, opportunities: readonly string[]): Promise<InfluenceRow[]> {
  const found: InfluenceRow[] = []
  const select = ['Id', 'OpportunityId', 'CampaignId', 'ContactId', 'Influence']
  for (const some of pieces(opportunities, idsAtOnce)) {
    const where = all(`ModelId = ${quoted(modelId)}`, oneOf('OpportunityId', some))
    for (const row of z.array(Row).parse(await everyRow(ctx, { select, from: object, where })))
      found.push({
        id: row.Id,
        opportunity: toId18(row.OpportunityId),
        campaign: toId18(row.CampaignId),
        ...(row.ContactId ? { contact: toId18(row.ContactId) } : {}),
        percent: row.Influence ?? 0,
      })
  }
  return found
}

/** How many rows name a contact that has no role in its deal. */
export async function notOnDeal(ctx: Ctx<Config>, insert: InfluenceDiff['insert']): Promise<number> {
  const named = insert.filter(({ contact }) => contact !== undefined)
  const known = new Set<string>()
  for (const some of pieces([...new Set(named.map(({ opportunity }) => opportunity))], idsAtOnce)) {
    const where = oneOf('OpportunityId', some)
    const select = ['Id', 'OpportunityId', 'ContactId']
    const rows = await everyRow(ctx, { select, from: 'OpportunityContactRole', where })
    for (const row of rows) known.add(`${toId18(String(row.OpportunityId))} ${toId18(String(row.ContactId))}`)
  }
  return named.filter(({ opportunity, contact }) => !known.has(`${opportunity} ${contact ?? ''}`)).length
}

export const nameOf = (ctx: Ctx<Config>, { model }: WriteInfluence): string => model ?? ctx.config.influenceModel
