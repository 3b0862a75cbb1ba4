import { createDrive, fakeClock, type Drive } from '@throughline/connector-kit/testing'
import { connector } from './connector.ts'
import { createEmulator, EmulatedLedger, longId, seedAccounts, type Delivery, type MetaEmulator } from './emulator.ts'
import type { MetaEmulatorOptions } from './emulator.ts'
import type { App, Config, Secrets } from './schema.ts'

export type MetaDrive = Drive<Config, Secrets, App> & { emulator: MetaEmulator }

/** Noon in New York. */
export const testNow = '2026-11-15T17:00:00.000Z'
export const today = '2026-11-15'

/** The connector over its emulator, with a clock that jumps. Downloads nothing, so its folder stays empty. */
export function open(options: Partial<MetaEmulatorOptions> = {}, start = testNow): MetaDrive {
  const clock = options.clock ?? fakeClock(start)
  const emulator = createEmulator({ clock, random: () => 0, ...options })
  return { ...createDrive(connector, emulator, clock), emulator }
}

const before = Date.parse('2026-09-01T12:00:00Z')
const times = { createdAt: before, updatedAt: before }

/** One account with so many ads, five to an ad set and two ad sets to a campaign, and no figures yet. */
export function smallLedger(ads: number, more: { ids?: string[] } = {}): EmulatedLedger {
  const ledger = new EmulatedLedger()
  const [account = seedAccounts[0]] = seedAccounts
  if (!account) throw new Error('no account')
  ledger.addAccounts({ ...account })
  const accountId = account.id
  for (let index = 0; index < ads; index += 1) {
    const [adSet, campaign] = [Math.floor(index / 5), Math.floor(index / 10)]
    const ids = { campaignId: longId(10_000 + campaign), adSetId: longId(20_000 + adSet) }
    if (!ledger.campaigns.has(ids.campaignId))
      ledger.addCampaigns({
        ...{
          id: ids.campaignId,
          accountId,
          name: `Campaign ${campaign}`,
          status: 'ACTIVE',
          objective: 'OUTCOME_SALES',
        },
        dailyBudgetMinor: 10_000,
        ...times,
      })
    if (!ledger.adSets.has(ids.adSetId))
      ledger.addAdSets({
        ...{
          id: ids.adSetId,
          campaignId: ids.campaignId,
          accountId,
          name: `Ad set ${adSet}`,
          status: 'ACTIVE',
          ...times,
        },
      })
    const id = more.ids?.[index] ?? longId(30_000 + index)
    ledger.addAds({
      id,
      accountId,
      ...ids,
      creativeId: longId(40_000),
      name: `Ad ${index}`,
      status: 'ACTIVE',
      ...times,
    })
  }
  ledger.addCreatives({
    ...{ id: longId(40_000), accountId, name: 'Creative' },
    fields: { object_type: 'SHARE', link_url: 'https://give.example.org/l?refcode=fb_1' },
  })
  return ledger
}

export const figures = (spendMinor: number, impressions = 100): Delivery => ({
  ...{ spendMinor, impressions, reach: Math.floor(impressions * 0.9), clicks: 5, linkClicks: 4 },
})

/** What was read of figures, as `key: spend`; days of zeros are left out, since Meta leaves them out too. */
export function spendRead({ store }: Pick<MetaDrive, 'store'>, stream = 'ad_metrics'): Record<string, string> {
  const rows = [...store.rows.values()].filter((row) => row.stream === stream)
  return figuresByKey(rows.map(({ key, raw }) => [key, raw as Figures]))
}

/** The same of the emulator's books. */
export function spendInBooks({ emulator }: Pick<MetaDrive, 'emulator'>, name = 'ad_metrics'): Record<string, string> {
  const stream = connector.streams[name]
  if (!stream) throw new Error(`no stream ${name}`)
  const rows = (emulator.rows()[name] ?? []) as Figures[]
  return figuresByKey(rows.map((row) => [stream.key(stream.raw.parse(row), emulator.config), row]))
}

interface Figures {
  spend?: string
  impressions?: string
}

function figuresByKey(rows: [string, Figures][]): Record<string, string> {
  const filled = rows.filter(([, { spend, impressions }]) => Number(spend ?? 0) > 0 || Number(impressions ?? 0) > 0)
  const byKey = filled.map(([key, { spend, impressions }]): [string, string] => [key, `${spend} ${impressions}`])
  return Object.fromEntries(byKey.sort(([a], [b]) => (a < b ? -1 : 1)))
}
