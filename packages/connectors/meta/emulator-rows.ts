import { inParts, type FigureRow } from './emulator-figures.ts'
import { printRow, type Query } from './emulator-insights.ts'
import type { EmulatedAd, EmulatedAdSet, EmulatedCampaign, EmulatedLedger } from './emulator-ledger.ts'
import type { EmulatedObjects } from './emulator-objects.ts'
import { printAccount, printAd, printAdSet, printCampaign, printCreative } from './emulator-print.ts'
import { breakdowns } from './insight-query.ts'
import type { Config } from './schema.ts'
import { addDays, dayIn } from './times.ts'

export interface RowsOptions {
  ledger: EmulatedLedger
  objects: EmulatedObjects
  config: Config
  now: Date
}

/** Per stream every row that is to be read now: the books themselves, not what the API makes of them. */
export function expectedRows({ ledger, objects, config, now }: RowsOptions): Record<string, unknown[]> {
  const own = config.adAccounts.flatMap((id) => ledger.accounts.get(id) ?? [])
  const listed = <T extends EmulatedCampaign | EmulatedAdSet | EmulatedAd>(
    all: Iterable<T>,
    print: (ledger: EmulatedLedger, each: T) => object,
  ) =>
    [...all]
      .filter((each) => config.adAccounts.includes(each.accountId) && !each.lost && !each.broken)
      .filter((each) => ledger.effectiveStatus(each) !== 'DELETED' && !objects.vanished.has(each.id))
      .map((each) => ({
        ...print(ledger, each),
        account_currency: ledger.account(each.accountId).currency,
        listed: true,
      }))
  const creatives = [...ledger.creatives.values()]
    .filter(({ accountId, lost, broken }) => config.adAccounts.includes(accountId) && !lost && !broken)
    .filter(({ id }) => !objects.unlisted.has(id) && !objects.vanished.has(id))
  const figures = (breakdown: string) => own.flatMap(({ id }) => figuresOf(ledger, id, config, now, breakdown))
  const metrics = figures('')
  return {
    ad_accounts: own.map(printAccount),
    campaigns: listed(ledger.campaigns.values(), printCampaign),
    adsets: listed(ledger.adSets.values(), printAdSet),
    ads: listed(ledger.ads.values(), printAd),
    creatives: creatives.map((each) => ({
      ...printCreative(each),
      account_currency: ledger.account(each.accountId).currency,
      listed: true,
    })),
    ad_metrics: metrics,
    names: namesOf(metrics),
    ...Object.fromEntries(
      Object.entries(breakdowns).map(([name, fields]) => [`ad_metrics_${name}`, figures(fields.join(','))]),
    ),
  }
}

function figuresOf(ledger: EmulatedLedger, accountId: string, config: Config, now: Date, breakdown: string) {
  const { zone } = ledger.account(accountId)
  const until = dayIn(zone, now)
  const since = config.backfillFrom
  const fields = new Set(['account_id', 'account_currency', 'campaign_id', 'adset_id', 'ad_id', 'campaign_name'])
  for (const name of ['adset_name', 'ad_name', 'spend', 'impressions', 'clicks']) fields.add(name)
  const query: Query = {
    ...{ accountId, level: 'ad', since, until, daily: true, filters: [], breakdown, windows: [], fields },
  }
  const rows: Record<string, unknown>[] = []
  for (let day = since; day <= until; day = addDays(day, 1))
    for (const [adId, delivery] of ledger.deliveriesOn(accountId, day)) {
      if (delivery.lost || delivery.broken) continue
      const { campaignId, adSetId } = ledger.ad(adId)
      const row: FigureRow = { accountId, since: day, until: day, adId, adSetId, campaignId, delivery }
      for (const part of breakdown === '' ? [row] : inParts(row, breakdown))
        rows.push({ ...printRow(ledger, part, query), account_zone: zone, provisional: day > addDays(until, -3) })
    }
  return rows
}

function namesOf(metrics: readonly Record<string, unknown>[]): unknown[] {
  const names = new Map<string, unknown>()
  for (const row of metrics)
    for (const level of ['campaign', 'adset', 'ad']) {
      const { account_id, campaign_id, adset_id } = row
      const id = row[`${level}_id`]
      names.set(`${level}/${String(id)}`, { account_id, campaign_id, adset_id, level, id, name: row[`${level}_name`] })
    }
  return [...names.values()]
}
