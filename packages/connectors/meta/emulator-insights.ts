import { z } from 'zod'
import { GraphRefusal, jsonParam, type Asked } from './emulator-answer.ts'
import { parseFields } from './emulator-fields.ts'
import { added, inParts, isLegal, printFigures, type FigureRow } from './emulator-figures.ts'
import type { Delivery, EmulatedLedger } from './emulator-ledger.ts'
import { addDays, dayIn } from './times.ts'

const Filter = z.array(
  z.object({
    field: z.string(),
    operator: z.enum(['IN', 'GREATER_THAN']),
    value: z.union([z.array(z.string()), z.number()]),
  }),
)
type Filter = z.infer<typeof Filter>[number]
const Days = z.object({ since: z.iso.date(), until: z.iso.date() })
const levels = ['account', 'campaign', 'adset', 'ad'] as const
const windowNames = ['1d_click', '7d_click', '28d_click', '1d_view', '7d_view', '28d_view', '1d_ev', 'default', 'dda']
const servedNoLonger = new Set(['7d_view', '28d_view'])

export interface Query {
  accountId: string
  level: (typeof levels)[number]
  since: string
  until: string
  daily: boolean
  filters: Filter[]
  breakdown: string
  windows: string[]
  fields: Set<string>
}

/** Reads what is asked. @throws GraphRefusal 100 for what Meta refuses */
export function readQuery({ params }: Asked, accountId: string, today: string): Query {
  const wrong = (message: string, subcode?: number) =>
    new GraphRefusal({ code: 100, message: `(#100) ${message}`, ...(subcode === undefined ? {} : { subcode }) })
  const range = Days.safeParse(jsonParam(params, 'time_range') ?? { since: addDays(today, -30), until: today })
  const filters = Filter.safeParse(jsonParam(params, 'filtering') ?? [])
  const windows = z.array(z.enum(windowNames)).safeParse(jsonParam(params, 'action_attribution_windows') ?? [])
  const level = levels.find((each) => each === (params.level ?? 'account'))
  const breakdown = params.breakdowns ?? ''
  if (!range.success || !filters.success || !level) throw wrong('Invalid parameter')
  if (!windows.success) throw wrong(`action_attribution_windows must be one of ${windowNames.join(', ')}`)
  if (breakdown !== '' && !isLegal(breakdown)) throw wrong('Current combination of data breakdown columns is invalid')
  const { since, until } = range.data
  if (since > until) throw wrong('since must be before until')
  const oldest = Temporal.PlainDate.from(today).subtract({ months: 37 }).toString()
  if (since < oldest)
    throw wrong('The start date of the time range cannot be beyond 37 months from the current date', 3_018)
  const fields = new Set(parseFields(params.fields ?? 'impressions,spend').keys())
  const withReach = breakdown !== '' && fields.has('reach')
  if (withReach && since < Temporal.PlainDate.from(today).subtract({ months: 13 }).toString())
    throw wrong('reach with breakdowns is kept for 13 months')
  return {
    ...{ accountId, level, since, until, breakdown, fields },
    daily: params.time_increment === '1',
    filters: filters.data,
    windows: windows.data.filter((window) => !servedNoLonger.has(window)),
  }
}

/** The rows of a query as the books stand now. */
export function selectRows(ledger: EmulatedLedger, query: Query, now: Date): FigureRow[] {
  const { accountId, level, daily } = query
  const today = dayIn(ledger.account(accountId).zone, now)
  const last = query.until < today ? query.until : today
  const rows: FigureRow[] = []
  for (let day = query.since; day <= last; day = addDays(day, 1))
    for (const [adId, delivery] of ledger.deliveriesOn(accountId, day)) {
      if (level !== 'account' && (delivery.lost || !passes(ledger, query, adId, delivery))) continue
      const { campaignId, adSetId } = ledger.ad(adId)
      rows.push({ accountId, since: day, until: day, adId, adSetId, campaignId, delivery })
    }
  const grouped = level === 'ad' && daily ? rows : group(rows, query)
  return query.breakdown === '' ? grouped : broken(rows, grouped, query)
}

/** Sums of parts, not parts of sums: each ad's day is taken apart by itself. */
function broken(rows: FigureRow[], grouped: FigureRow[], query: Query): FigureRow[] {
  if (query.level === 'ad' && query.daily) return grouped.flatMap((row) => inParts(row, query.breakdown))
  const parts = rows.flatMap((row) => inParts(row, query.breakdown))
  return [...Map.groupBy(parts, ({ values }) => values?.join('\t')).values()].flatMap((of) =>
    group(of, query).map((row) => ({ ...row, values: of[0]?.values ?? [] })),
  )
}

/** Without a daily increment one row stands for the whole range, which looks like a day to whoever does not know. */
function group(rows: FigureRow[], { level, daily, since, until }: Query): FigureRow[] {
  const nameOf = (row: FigureRow): string => {
    const of = { account: '', campaign: row.campaignId, adset: row.adSetId, ad: row.adId }[level]
    return `${of}/${daily ? row.since : ''}`
  }
  return [...Map.groupBy(rows, nameOf).values()].map((of): FigureRow => {
    const [first] = of as [FigureRow]
    return {
      accountId: first.accountId,
      since: daily ? first.since : since,
      until: daily ? first.until : until,
      ...(level === 'account' ? {} : { campaignId: first.campaignId ?? '' }),
      ...(level === 'adset' || level === 'ad' ? { adSetId: first.adSetId ?? '' } : {}),
      ...(level === 'ad' ? { adId: first.adId ?? '' } : {}),
      delivery: added(of.map(({ delivery }) => delivery)),
    }
  })
}

function passes(ledger: EmulatedLedger, { level, filters }: Query, adId: string, delivery: Delivery): boolean {
  const ad = ledger.ad(adId)
  const objects = {
    ad,
    adset: ledger.adSets.get(ad.adSetId) ?? ad,
    campaign: ledger.campaigns.get(ad.campaignId) ?? ad,
  }
  const statusAsked = filters.some(({ field }) => field.endsWith('.effective_status'))
  if (level !== 'account' && !statusAsked) {
    const status = ledger.effectiveStatus(objects[level])
    if (status === 'ARCHIVED' || status === 'DELETED') return false
  }
  return filters.every(({ field, value }) => {
    const [kind, name] = field.split('.') as ['ad' | 'adset' | 'campaign', string]
    if (name === 'impressions') return delivery.impressions > Number(value)
    const list = Array.isArray(value) ? value : []
    if (name === 'effective_status') return list.includes(ledger.effectiveStatus(objects[kind]))
    if (name === 'id') return list.includes(objects[kind].id)
    throw new GraphRefusal({ code: 100, message: `(#100) Filtering field ${field} is invalid` })
  })
}

/** The fields that were asked for; days and the breakdown's own are always there. */
export function printRow(ledger: EmulatedLedger, row: FigureRow, query: Query): Record<string, unknown> {
  const always = new Set(['date_start', 'date_stop', ...query.breakdown.split(',')])
  const whole = printFigures(ledger, row, query.breakdown, query.windows)
  for (const name of query.fields)
    if (!Object.hasOwn(whole, name))
      throw new GraphRefusal({ code: 100, message: `(#100) ${name} is not valid for fields param` })
  return Object.fromEntries(
    Object.entries(whole).filter(
      ([name, value]) => value !== undefined && (always.has(name) || query.fields.has(name)),
    ),
  )
}
