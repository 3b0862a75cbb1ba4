import type { Day, Instant } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { addDays, checkRange } from '../../metrics/compared-range.ts'
import { recordNames } from '../names.store.ts'
import { loadColumns } from '../views/load-columns.ts'
import type { ViewDeps } from '../views/within.ts'
import { isDeliveryWaiting } from '../delivery/index.ts'
import { isWaiting } from '../waiting.store.ts'
import { givers } from './givers.store.ts'
import { textPeople, type TextPeople, type TextsBy } from './text-people.store.ts'
import { textSpends, type TextSpend } from './text-spend.ts'
import { giftsAfter, type GiftAfterClick } from './who-gave.ts'

export interface TextsInput {
  from: Day
  to: Day
  by: TextsBy
}

/** Distinct people at each step of texts, and what reaching one cost. */
interface TextFunnel {
  sent: number
  delivered: number
  clicked: number
  donated: number
  optedOut: number
  /** Minor units; null where some of it was paid in another currency. */
  spend: number | null
  /** Spend by person sent to, in millionths of a minor unit; null where nobody was, or nothing is said of the cost. */
  costMicro: number | null
}

interface TextRow extends TextFunnel {
  /** Null: of no broadcast, or no list. */
  key: string | null
  label: string | null
  day: Day | null
}

export interface TextsView {
  batch: number
  recordedAt: Instant | null
  current: boolean
  currency: string
  /** A gift counts so many days after the click; null: however long. */
  withinDays: number | null
  total: TextFunnel
  rows: TextRow[]
}

/** What became of texts that were sent on a range's days: by broadcast, list or day. */
export async function textsView(
  inside: Inside,
  { cache }: Pick<ViewDeps, 'cache'>,
  { from, to, by }: TextsInput,
): Promise<TextsView> {
  checkRange({ from, to })
  const until = addDays(to, lookAfter)
  const { ground, columns } = await loadColumns(inside, { cache }, { from, to: until })
  const { batch, recordedAt } = ground.moment
  const { people, clicks } = await textPeople(inside, { from, to, batch, timeZone: ground.timeZone })
  const withinDays = ground.setting.window.clickDays
  const gifts = giftsAfter(clicks, columns, ground.places.byNo, withinDays)
  const giverOf = await givers(
    inside,
    gifts.map(({ journeyNo }) => journeyNo),
  )
  const paid = await textSpends(inside, { from, to, batch, currency: ground.currency }, ground.places.byNo)
  const funnelOf = (row: TextPeople, given: readonly GiftAfterClick[], cost: readonly TextSpend[]): TextFunnel => {
    const spends = cost.map(({ minor }) => minor)
    const spend = spends.includes(null) ? null : spends.reduce<number>((sum, minor) => sum + (minor ?? 0), 0)
    return {
      sent: row.sent,
      delivered: row.delivered,
      clicked: row.clicked,
      donated: new Set(given.map(({ journeyNo }) => giverOf(journeyNo))).size,
      optedOut: row.optedOut,
      spend,
      costMicro: spend === null || spend === 0 || row.sent === 0 ? null : Math.round((spend * 1_000_000) / row.sent),
    }
  }
  const all = people.find((row) => row.by === 'all')
  const shown = people.filter((row) => row.by === by)
  const kind = by === 'campaign' ? 'campaign' : 'audience_list'
  const givenBy = Map.groupBy(gifts, ({ click }) => rowOf(click, by))
  const paidBy = Map.groupBy(paid, (spend) => rowOf(spend, by))
  const nameOf = await recordNames(
    inside,
    shown.flatMap((row) => recordOf(row, kind)),
  )
  return {
    batch,
    recordedAt,
    current: !(await isWaiting(inside)) && !(await isDeliveryWaiting(inside)),
    currency: ground.currency,
    withinDays,
    total: all ? funnelOf(all, gifts, paid) : nobody,
    rows: shown
      .map((row): TextRow => {
        const [record] = recordOf(row, kind)
        return {
          ...funnelOf(row, givenBy.get(rowOf(row, by)) ?? [], paidBy.get(rowOf(row, by)) ?? []),
          key: row.day ?? (record ? `${record.source} ${record.key}` : null),
          label: record ? (nameOf(record) ?? record.key) : null,
          day: row.day,
        }
      })
      .sort((a, b) => (by === 'day' ? ((a.day ?? '') < (b.day ?? '') ? 1 : -1) : b.sent - a.sent)),
  }
}

/** Gifts are looked for so many days after the range. */
const lookAfter = 90
const nobody: TextFunnel = {
  sent: 0,
  delivered: 0,
  clicked: 0,
  donated: 0,
  optedOut: 0,
  spend: 0,
  costMicro: null,
}

function recordOf({ source, campaign, list }: TextPeople, kind: string) {
  const key = kind === 'campaign' ? campaign : list
  return source === null || key === null ? [] : [{ kind, source, key }]
}

/** Names the row that something counts in. */
function rowOf({ source, campaign, list, day }: Pick<TextPeople, 'source' | 'campaign' | 'list' | 'day'>, by: TextsBy) {
  return by === 'day' ? (day ?? '') : JSON.stringify([source, by === 'list' ? list : campaign])
}
