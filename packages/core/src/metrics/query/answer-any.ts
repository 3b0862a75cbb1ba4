import { Invalid } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { answerQuestion, type AnswerDeps } from './answer-question.ts'
import { creditByModel, creditByModels, type CreditDeps, type Within } from './credit-by-model.ts'
import { groundOf } from './ground-of.ts'
import { modelsApart } from './models-apart.ts'
import type { Answer, AnswerRow, Question } from './question.ts'
import { modelCreditStore } from '../stores/model-credit.store.ts'
import { sortRows } from './sort-rows.ts'

type Deps = AnswerDeps & CreditDeps

/**
 * Answers any question: by the credit that is kept; by another model or window, credited anew for it; or by every model, a row for
 * each. What takes long is done on other threads, outside of any transaction.
 * @throws Invalid in a sentence that says what would work
 */
export async function answerAny(within: Within, deps: Deps, question: Question): Promise<Answer> {
  if (question.by === 'model') return answerByModels(within, deps, question)
  if (question.metrics.includes('model_disagreement')) {
    const every = await everyModel(within, deps, { ...question, model: undefined })
    return answerByOne(within, withReader(deps, every), { ...question, batch: every.batch })
  }
  return answerByOne(within, deps, question)
}

/** By the credit that is kept, or by the model or window that is asked for. */
async function answerByOne(within: Within, deps: Deps, question: Question): Promise<Answer> {
  const credit = await creditByModel(within, deps, question)
  const of = credit ? { ...deps, stores: { ...deps.stores, credit: credit.store } } : deps
  return within((inside) => answerQuestion(inside, of, { ...question, batch: credit?.batch ?? question.batch }))
}

const everyModel = async (within: Within, deps: Deps, question: Question) => {
  const { frame } = await within((inside) => groundOf(inside, question, deps.now))
  return { ...(await creditByModels(within, deps, question, 'every')), currency: frame.currency }
}
type Every = Awaited<ReturnType<typeof everyModel>>

const withReader = (deps: Deps, every: Every): Deps => ({
  ...deps,
  readers: { ...deps.readers, model_disagreement: modelsApart(every, every.currency) },
})

/** One row for each model: what the whole comes to by it. The whole is by the client's own. */
async function answerByModels(within: Within, deps: Deps, question: Question): Promise<Answer> {
  if (question.model !== undefined)
    throw new Invalid('By model, every model has its row: leave the model out, or ask for it alone.', 'model')
  const every = await everyModel(within, deps, question)
  const { by: _, sort: __, ...plain } = question
  const asked = { ...plain, batch: every.batch }
  const apart = withReader(deps, every)
  const rows: AnswerRow[] = []
  for (const [model, slices] of every.of) {
    const stores = { ...deps.stores, credit: modelCreditStore(slices) }
    const { total } = await within((inside) => answerQuestion(inside, { ...apart, stores }, { ...asked, model }))
    rows.push({ key: model, label: null, readings: total })
  }
  return within(async (inside) => {
    const own = await answerQuestion(inside, { ...apart, stores: storesOf(deps, every, question) }, asked)
    const apartOf = question.metrics.includes('model_disagreement') ? await distances(inside, apart, asked) : undefined
    const { checked } = await groundOf(inside, question, deps.now)
    const told = rows.map((row) => ({
      ...row,
      readings: row.readings.map((reading) =>
        reading.metric === 'model_disagreement' ? (apartOf?.get(row.key) ?? reading) : reading,
      ),
    }))
    const sorted = sortRows(told, checked)
    return {
      ...own,
      by: 'model',
      rows: sorted.slice(0, checked.limit),
      more: Math.max(0, sorted.length - checked.limit),
    }
  })
}

/** By the window that is asked for, where one is. */
function storesOf({ stores }: Deps, { of, own }: Every, { window }: Question): Deps['stores'] {
  return window === undefined ? stores : { ...stores, credit: modelCreditStore(of.get(own) ?? []) }
}

/** How far each model is from the others. */
async function distances(inside: Inside, deps: Deps, question: Question) {
  const answer = await answerQuestion(inside, deps, { ...question, metrics: ['model_disagreement'], by: 'model' })
  return new Map(answer.rows.flatMap(({ key, readings }) => (readings[0] ? [[key, readings[0]] as const] : [])))
}
