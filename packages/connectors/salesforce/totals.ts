import { ProviderChanged, type Ctx, type Range, type Total } from '@throughline/connector-kit'
import { z } from 'zod'
import { refusedFor } from './errors.ts'
import { moneyOf } from './money.ts'
import type { SObjectType } from './objects.ts'
import { orgOf } from './org.ts'
import { count, query } from './query.ts'
import type { Config } from './schema.ts'
import { all } from './soql.ts'

/** Groups in one answer: there is no way to ask for more of them than an answer holds. */
const daysAtOnce = 1_500
// `first` and `last` would be words of SOQL.
const DayRow = z.looseObject({ made: z.string(), n: z.number(), total: z.number().nullish() })
const Ends = z.looseObject({ earliest: z.string().nullish(), latest: z.string().nullish() })

/**
 * Salesforce's own counts of an object's records by the day they were made, in UTC, and what they come to where every amount is of
 * one currency. Where it will not group so many, one count of all there is.
 */
export const totals =
  (type: SObjectType, sumOf?: string) =>
  async (ctx: Ctx<Config>, range: Range): Promise<Total[]> => {
    try {
      return await byDay(ctx, type, range, await sumsOf(ctx, type, sumOf))
    } catch (error) {
      // An org without the feature has none of its records.
      if (type.optional && refusedFor(error, 'INVALID_TYPE', 'INVALID_FIELD')) return none(range)
      if (!refusedFor(error, 'QUERY_TIMEOUT', 'MALFORMED_QUERY', 'EXCEEDED_ID_LIMIT', 'INVALID_FIELD')) throw error
      return [{ count: (await count(ctx, type.name, all(...which(type)), counting(type))).count }]
    }
  }

async function byDay(ctx: Ctx<Config>, type: SObjectType, range: Range, sum: Sum | undefined): Promise<Total[]> {
  const found: Total[] = []
  const ends = await query(
    ctx,
    `SELECT MIN(CreatedDate) earliest, MAX(CreatedDate) latest FROM ${type.name} WHERE ${whereOf(type, range)}`,
    counting(type),
  )
  const { earliest, latest } = Ends.safeParse(ends.rows[0]).data ?? {}
  if (!earliest || !latest) return none(range)
  const end = Temporal.PlainDate.from(latest.slice(0, 10)).add({ days: 1 })
  for (let from = Temporal.PlainDate.from(earliest.slice(0, 10)); Temporal.PlainDate.compare(from, end) < 0;) {
    const until = earlier(from.add({ days: daysAtOnce }), end)
    const where = whereOf(type, { from: from.toString(), to: until.toString() })
    const what = `DAY_ONLY(CreatedDate) made, COUNT(Id) n${sum ? `, SUM(${sum.field}) total` : ''}`
    const answer = await query(
      ctx,
      `SELECT ${what} FROM ${type.name} WHERE ${where} GROUP BY DAY_ONLY(CreatedDate) ORDER BY DAY_ONLY(CreatedDate) LIMIT 2000`,
      counting(type),
    )
    const days = z.array(DayRow).safeParse(answer.rows)
    if (!days.success || !answer.done) throw new ProviderChanged(`the counts of ${type.name} have another shape`)
    for (const { made, n, total } of days.data)
      found.push({ day: made, count: n, ...(sum ? { sum: moneyOf(total ?? 0, sum.currency) } : {}) })
    from = until
  }
  return found
}

interface Sum {
  field: string
  currency: string
}

/** An org of several currencies adds them up in its own: no sum that could be compared. */
async function sumsOf(ctx: Ctx<Config>, type: SObjectType, field: string | undefined): Promise<Sum | undefined> {
  if (field === undefined) return undefined
  try {
    await query(ctx, `SELECT CurrencyIsoCode FROM ${type.name} LIMIT 1`)
    return undefined
  } catch (error) {
    if (!refusedFor(error, 'INVALID_FIELD')) throw error
    return { field, currency: (await orgOf(ctx)).orgCurrency }
  }
}

const whereOf = (type: SObjectType, { from, to }: Range): string =>
  all(`CreatedDate >= ${from}T00:00:00.000Z`, `CreatedDate < ${to}T00:00:00.000Z`, ...which(type))

const which = (type: SObjectType): (string | undefined)[] => [type.where, type.archives && 'IsDeleted = false']

/** Nothing at all, said of a day so that it is said of the range and not of all time. */
const none = ({ from }: Range): Total[] => [{ day: from, count: 0 }]

/** What is archived counts too. */
const counting = ({ archives }: SObjectType) => ({ all: archives === true })

const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) < 0 ? a : b)
