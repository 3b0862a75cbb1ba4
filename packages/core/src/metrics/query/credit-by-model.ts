import { Invalid } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { batchAt } from '../../ledger/index.ts'
import { creditCells, type CreditCellsInput, type ModelCredit } from '../../attribution/compare/credit-cells.ts'
import type { ModelName } from '../../attribution/models/index.ts'
import type { Threads } from '../../threads/index.ts'
import type { MeasureStore } from '../registry/measure.ts'
import { modelCreditStore, readSlices, type CreditedSlice } from '../stores/model-credit.store.ts'
import { groundOf } from './ground-of.ts'
import type { Question } from './question.ts'

export type Within = <T>(fn: (inside: Inside) => Promise<T>) => Promise<T>
export interface CreditDeps {
  /** Without them, it is done on this one. */
  threads?: Pick<Threads, 'run'> | undefined
  now: Date
}

/** What models give of the journeys of one question. */
export interface CreditByModels {
  batch: number
  own: ModelName
  of: ReadonlyMap<ModelName, readonly CreditedSlice[]>
  /** Of each place, its channel's place in the list. */
  channelOf: Uint8Array
}

/**
 * Credit by another model or window than the client's own, for one question: journeys are read inside, credited on another thread and
 * take the place of the credit that is kept. Undefined where the question asks for neither.
 * @throws Invalid where a past batch is asked about: credit is kept by the client's own model alone
 */
export async function creditByModel(
  within: Within,
  deps: CreditDeps,
  question: Question,
): Promise<{ store: MeasureStore; batch: number } | undefined> {
  if (question.model === undefined && question.window === undefined) return undefined
  const { of, batch } = await creditByModels(within, deps, question, 'asked')
  const [slices] = of.values()
  return { store: modelCreditStore(slices ?? []), batch }
}

/** The same by the model that is asked for, or by every one that can say something for this client. */
export async function creditByModels(
  within: Within,
  { threads, now }: CreditDeps,
  question: Question,
  which: 'asked' | 'every',
): Promise<CreditByModels> {
  const { batch, own, models, slices, window, channelOf } = await within(async (inside) => {
    const { checked, frame, part, batch: at } = await groundOf(inside, question, now)
    if (question.batch !== undefined && question.batch !== (await batchAt(inside)).batch)
      throw new Invalid(
        'As known at a past batch there is credit by the client’s own model alone. Leave out the model and the window, or the batch.',
        'batch',
      )
    const creditable = await readSlices(inside, {
      model: which === 'every' ? 'every' : checked.model,
      window: question.window,
      ranges: [checked.range, ...(part ? [{ from: part.from, to: part.to }] : [])],
      daily: checked.by === 'day' || checked.filtered.includes('day'),
      currency: frame.currency,
    })
    return { batch: at, ...creditable }
  })
  const credit = (input: CreditCellsInput): Promise<ModelCredit[]> | ModelCredit[] =>
    threads ? threads.run<ModelCredit[]>(creditCells.name, input) : creditCells(input)
  const of = new Map<ModelName, CreditedSlice[]>()
  for (const model of models)
    of.set(
      model.name,
      await Promise.all(
        slices.map(async ({ columns, ...slice }) => ({
          ...slice,
          cells: await credit({ columns, model, window, channelOf }),
        })),
      ),
    )
  return { batch, own, of, channelOf }
}
