import { Conflict } from '@throughline/canonical'
import type { Effect } from '@throughline/connector-kit'
import type { ReadDeps } from '../connections/index.ts'
import { mayAct, type OpenAction } from './open-action.ts'

const previewMs = 20_000
export const noRights = 'Whoever signed in at the source did not allow changes. Sign in there again and allow them.'

/** What would happen, asked of the source outside any transaction. @throws Conflict in words where it cannot be said or done */
export async function effectOf({ kit }: Pick<ReadDeps, 'kit'>, open: OpenAction, input: unknown): Promise<Effect> {
  if (!mayAct(open)) throw new Conflict(noRights)
  const signal = AbortSignal.timeout(previewMs)
  try {
    return await open.action.preview(kit.connect(open.options(signal)), input)
  } catch (error) {
    if (error instanceof kit.AskCustomer || error instanceof kit.ProviderChanged) throw new Conflict(error.say)
    if (error instanceof kit.RetryLater || signal.aborted)
      throw new Conflict(`${open.connector.name} does not answer at the moment. Please try again in a few minutes.`)
    if (error instanceof kit.Refused) throw new Conflict(`${open.connector.name} does not allow this.`)
    throw error
  }
}
