import { deepStrictEqual, ok } from 'node:assert/strict'
import { Invalid } from '@throughline/canonical'
import { createRng } from '@throughline/stats'
import {
  creditOf,
  keysOf,
  knownAfter,
  makeTruth,
  oracleFigures,
  type Known,
  type OracleAsk,
  type Truth,
} from '@throughline/world/oracle'
import { answerQuestion } from '../query/answer-question.ts'
import { parseWindowDays, type Window } from '../../attribution/models/index.ts'
import { creditByModel } from '../query/credit-by-model.ts'
import type { Answer, Question } from '../query/question.ts'
import { metrics } from '../registry/metrics.ts'
import { stores } from '../stores/index.ts'
import { compareReading } from './compare-answers.ts'
import { randomQuestion, usualCredit, type RandomQuestion } from './random-questions.ts'
import { tellTruth, type ToldTenant, type TruthHouse } from './tell-truth.ts'

/** What was looked at: a law that looks at nothing holds always. */
export interface Looked {
  figures: number
  /** With a value, not only why there is none, by metric. */
  valued: Map<string, number>
  /** Questions that the product says cannot be asked so. */
  refused: number
}
const lookedAtNothing = (): Looked => ({ figures: 0, valued: new Map(), refused: 0 })

/** Each of so many small random tenants, from a seed on: what the product says of it is what an oracle says that shares nothing with it. */
export async function checkOracleLaws(
  house: TruthHouse,
  { from, count, questions = 2 }: { from: number; count: number; questions?: number },
): Promise<Looked> {
  const looked = lookedAtNothing()
  for (let seed = from; seed < from + count; seed += 1) {
    const truth = makeTruth(seed)
    const tenant = await tellTruth(house, truth)
    const [first] = await differencesIn(house, tenant, truth, { questions, looked })
    if (first !== undefined) throw new Error(`seed ${seed}: ${first}`)
  }
  return looked
}

/** Where the product says something else of a tenant than the oracle does, who believes so. */
export async function differencesIn(
  house: TruthHouse,
  tenant: ToldTenant,
  believed: Truth,
  { questions, looked = lookedAtNothing() }: { questions: number; looked?: Looked },
): Promise<string[]> {
  const found: string[] = []
  const look = async (law: () => Promise<void>) => {
    try {
      await law()
    } catch (error) {
      found.push(error instanceof Error ? error.message : String(error))
    }
  }
  const knownBy = new Map<number, Known>()
  const knownAt = (arrivals: number): Known => {
    const known = knownBy.get(arrivals) ?? knownAfter(believed, arrivals, tenant.until[arrivals])
    knownBy.set(arrivals, known)
    return known
  }
  await look(() => creditAddsUp(house, tenant, knownAt(believed.arrivals.length)))
  const rng = createRng(`questions ${believed.seed}`)
  for (const metric of metrics)
    if (metric.worked.by !== 'nothing' && oracleFigures.has(metric.id))
      for (let n = 0; n < questions; n += 1) {
        const question = randomQuestion(rng, believed, metric, knownAt)
        await look(() => answersAreTheOracles(tenant, knownAt(question.arrivals), question, looked))
      }
  return found
}

async function answersAreTheOracles(
  tenant: ToldTenant,
  known: Known,
  question: RandomQuestion,
  looked: Looked,
): Promise<void> {
  const { metric, from, to, filter, by, credit } = question
  const named = JSON.stringify(question)
  const answer = await ask(tenant, known.truth, question)
  if (answer === undefined) {
    looked.refused += 1
    return
  }
  const asked: OracleAsk = { from, to, filter, by: credit }
  const figure = oracleFigures.get(metric)
  const [total] = answer.total
  ok(figure !== undefined && total !== undefined)
  const look = (reading: typeof total, of: OracleAsk, what: string) => {
    compareReading(reading, figure(known, of), `${named} ${what}`)
    looked.figures += 1
    looked.valued.set(metric, (looked.valued.get(metric) ?? 0) + (reading.value.ok ? 1 : 0))
  }
  look(total, asked, 'in all')
  if (by === undefined) return
  const within = (key: string | null) => filter[by] === undefined || filter[by] === key
  const shown = new Set<string | null>()
  for (const { key, readings } of answer.rows) {
    const [reading] = readings
    ok(reading !== undefined && within(key), `${named}: a row ${key} outside what was asked for`)
    look(reading, { ...asked, filter: { ...filter, [by]: key } }, `in the row ${key}`)
    shown.add(key)
  }
  strictlyAll(known, { credit, by, asked, figure, shown, within, named })
}

/** No row is left out that has something in it. */
function strictlyAll(
  known: Known,
  {
    credit,
    by,
    asked,
    figure,
    shown,
    within,
    named,
  }: {
    credit: RandomQuestion['credit']
    by: NonNullable<RandomQuestion['by']>
    asked: OracleAsk
    figure: (known: Known, ask: OracleAsk) => { value: number | null }
    shown: ReadonlySet<string | null>
    within: (key: string | null) => boolean
    named: string
  },
): void {
  for (const key of keysOf(known, credit).get(by) ?? []) {
    if (shown.has(key) || !within(key)) continue
    const { value } = figure(known, { ...asked, filter: { ...asked.filter, [by]: key } })
    ok(value === null || value === 0, `${named}: the row ${key} is left out, the oracle says ${value}`)
  }
}

/** Undefined where the product says that it cannot be asked so. */
async function ask(tenant: ToldTenant, truth: Truth, question: RandomQuestion): Promise<Answer | undefined> {
  const { metric, from, to, filter, by, credit, arrivals } = question
  const { inside } = tenant
  const now = new Date(truth.now)
  const anew = credit === usualCredit ? {} : { model: credit.model, window: windowOf(credit) }
  const asked: Question = {
    metrics: [metric],
    range: { from, to },
    by,
    filter: Object.fromEntries(Object.entries(filter).map(([dimension, key]) => [dimension, [key]])),
    batch: tenant.batches[arrivals],
    limit: 1_000,
    ...anew,
  }
  try {
    const credited = await creditByModel(inside, { now }, asked)
    const of = credited ? { ...stores, credit: credited.store } : stores
    return await inside((it) => answerQuestion(it, { stores: of, readers: {}, now }, asked))
  } catch (error) {
    if (error instanceof Invalid) return undefined
    throw error
  }
}

const windowOf = ({ clickDays, viewDays }: RandomQuestion['credit']): Window => ({
  clickDays: parseWindowDays(clickDays),
  viewDays: parseWindowDays(viewDays),
})

async function creditAddsUp({ superuser }: TruthHouse, { tenantId }: ToldTenant, known: Known): Promise<void> {
  const rows = await superuser<{ name: string; minor: string }[]>`
    select concat_ws('|', c.day::text, c.kind, c.currency, c.customer, coalesce(p.source, '-'), coalesce(p.campaign, '-'),
      coalesce(p.ad, '-'), coalesce(p.creative, '-')) as name, sum(c.minor)::text as minor
    from credit_movement c left join touch_place p using (tenant_id, place_no)
    where c.tenant_id = ${tenantId} group by 1 having sum(c.minor) <> 0 order by 1`
  const sums = new Map<string, number>()
  for (const { day, kind, currency, donorType, place, minor } of creditOf(known, usualCredit)) {
    const { source, campaign, ad, creative } = place ?? {}
    const name = [day, kind, currency, donorType, ...[source, campaign, ad, creative].map((each) => each ?? '-')].join(
      '|',
    )
    sums.set(name, (sums.get(name) ?? 0) + minor)
  }
  deepStrictEqual(
    Object.fromEntries(rows.map(({ name, minor }) => [name, Number(minor)]).sort()),
    Object.fromEntries([...sums].filter(([, minor]) => minor !== 0).sort()),
  )
}
