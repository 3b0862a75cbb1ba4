import { AskCustomer, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { refusedFor } from './errors.ts'
import { query } from './query.ts'
import type { Config } from './schema.ts'
import { quoted } from './soql.ts'

const Model = z.looseObject({
  Id: z.string().min(15),
  DeveloperName: z.string(),
  IsDefaultModel: z.boolean().default(false),
  IsModelLocked: z.boolean().default(false),
})

/**
 * The model that influence is written into, looked up by its name each time. Only a custom, locked one will do: rows of the default
 * model are deleted when Salesforce calculates it anew, and people edit those of an open one.
 * @throws AskCustomer naming what to do in Setup
 */
export async function influenceModel(ctx: Ctx<Config>, name: string): Promise<string> {
  const no = (message: string, say: string) => new AskCustomer(message, { say, field: 'influenceModel' })
  try {
    const fields = 'Id, DeveloperName, IsDefaultModel, IsModelLocked'
    const { rows } = await query(
      ctx,
      `SELECT ${fields} FROM CampaignInfluenceModel WHERE DeveloperName = ${quoted(name)} LIMIT 1`,
    )
    const model = Model.safeParse(rows[0]).data
    if (!model)
      throw no(
        'no such influence model',
        `This Salesforce org has no campaign influence model with the API name ${name}. Make one in Setup under Campaign Influence > Model Settings, and lock it.`,
      )
    if (model.IsDefaultModel)
      throw no(
        'the default influence model',
        `${name} is the org’s default model: Salesforce deletes what is written into it whenever it calculates it anew. Make a custom model in Setup and name it here.`,
      )
    if (!model.IsModelLocked)
      throw no(
        'an influence model that is not locked',
        `The model ${name} is not locked, so that people could edit what is written. Lock it in Setup under Campaign Influence > Model Settings.`,
      )
    return model.Id
  } catch (error) {
    if (!refusedFor(error, 'INVALID_TYPE', 'INVALID_FIELD', 'FUNCTIONALITY_NOT_ENABLED')) throw error
    throw no(
      'no campaign influence in this org',
      'Customizable Campaign Influence is not switched on in this Salesforce org, or its user may not see it (permission Campaign Influence, and View Setup for the model’s name). An administrator switches it on in Setup under Campaign Influence.',
    )
  }
}
