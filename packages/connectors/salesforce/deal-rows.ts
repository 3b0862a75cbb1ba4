import type { Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { collapse, contactsOf, type StageStates } from './collapse.ts'
import { objects } from './objects.ts'
import { everyRow } from './query.ts'
import type { DealRows } from './read-by-deal.ts'
import type { Config } from './schema.ts'

export const Stage = z.looseObject({
  MasterLabel: z.string().min(1),
  ApiName: z.string().nullish(),
  IsActive: z.boolean().default(true),
  IsClosed: z.boolean().default(false),
  IsWon: z.boolean().default(false),
  SortOrder: z.number().nullish(),
  DefaultProbability: z.number().nullish(),
})
export type Stage = z.infer<typeof Stage>

/** Every stage that the org has ever had, in its own order. */
export async function stagesOf(ctx: Pick<Ctx<Config>, 'http'>): Promise<unknown[]> {
  const select = ['Id', 'MasterLabel', 'ApiName', 'IsActive', 'SortOrder', 'IsClosed', 'IsWon', 'DefaultProbability']
  const rows = await everyRow(ctx, { select, from: 'OpportunityStage' })
  const stages = rows.map(({ attributes: _attributes, Id: _id, ...stage }) => stage)
  return stages.sort((a, b) => Number(a.SortOrder) - Number(b.SortOrder))
}

export const stateOf = ({ IsClosed, IsWon }: Pick<Stage, 'IsClosed' | 'IsWon'>): 'open' | 'won' | 'lost' =>
  IsWon ? 'won' : IsClosed ? 'lost' : 'open'

async function statesOf(ctx: Ctx<Config>): Promise<StageStates> {
  const stages = (await stagesOf(ctx)).flatMap((stage) => Stage.safeParse(stage).data ?? [])
  return Object.fromEntries(
    stages.flatMap((stage) =>
      [stage.ApiName ?? stage.MasterLabel, stage.MasterLabel].map((name) => [name, stateOf(stage)]),
    ),
  )
}

/** The moves of deals, with which of them entered a stage and which one closed the deal. */
export const historyRows: DealRows = {
  type: objects.history,
  together: async (ctx) => {
    const states = await statesOf(ctx)
    return (rows) => collapse(rows, states)
  },
}

/** The contacts of deals, each with all of its deal's. */
export const roleRows: DealRows = {
  type: objects.roles,
  together: async () => (rows) => {
    const contactIds = contactsOf(rows)
    return rows.map((row) => ({ ...row, contactIds }))
  },
}
