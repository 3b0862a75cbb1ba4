import { Invalid } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { batchAt } from '../../ledger/index.ts'
import { creditCells, type ModelCredit } from '../../attribution/compare/credit-cells.ts'
import type { Threads } from '../../threads/index.ts'
import type { MeasureStore } from '../registry/measure.ts'
import { modelCreditStore, readSlices, type Slice } from '../stores/model-credit.store.ts'
import { groundOf } from './ground-of.ts'
import type { Question } from './question.ts'

type Within = <T>(fn: (inside: Inside) => Promise<T>) => Promise<T>

/**
 * Credit by another model or window than the client's own, for one question: journeys are read inside, credited on another thread and
 * take the place of the credit that is kept. Undefined where the question asks for neither.
 * @throws Invalid where a past batch is asked about: credit is kept by the client's own model alone
 */
export async function creditByModel(
  within: Within,
  { threads, now }: { threads?: Pick<Threads, 'run'>; now: Date },
  question: Question,
): Promise<{ store: MeasureStore; batch: number } | undefined> {
  const { model, window } = question
  if (model === undefined && window === undefined) return undefined
  const { slices, batch } = await within(async (inside) => {
    const { checked, frame, part, batch } = await groundOf(inside, question, now)
    if (question.batch !== undefined && question.batch !== (await batchAt(inside)).batch)
      throw new Invalid(
        'As known at a past batch there is credit by the client’s own model alone. Leave out the model and the window, or the batch.',
        'batch',
      )
    const daily = checked.by === 'day' || checked.filtered.includes('day')
    const ranges = [checked.range, ...(part ? [{ from: part.from, to: part.to }] : [])]
    return {
      batch,
      slices: await readSlices(inside, { model: checked.model, window, ranges, daily, currency: frame.currency }),
    }
  })
  const credited = await Promise.all(
    slices.map(async ({ input, ...slice }: Slice) => ({
      ...slice,
      cells: threads ? await threads.run<ModelCredit[]>(creditCells.name, input) : creditCells(input),
    })),
  )
  return { store: modelCreditStore(credited), batch }
}
