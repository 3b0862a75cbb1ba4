import type { EmulatedAccount, EmulatedLedger } from './emulator-ledger.ts'
import type { EmulatedObjects } from './emulator-objects.ts'
import { breakdowns } from './insight-query.ts'
import type { Config } from './schema.ts'
import { addDays, dayIn } from './times.ts'

const minuteMs = 60_000

interface Trouble {
  addLateRow(stream: string): string
  addMalformedRow(stream: string): void
  loseRow(stream: string): void
  actions: Record<string, unknown>
}

/** What tests add and take away, stream by stream. */
export function createTrouble(options: {
  ledger: EmulatedLedger
  objects: EmulatedObjects
  config: Config
  now: () => Date
}): Trouble {
  const { ledger, config, now } = options
  const [account = ''] = config.adAccounts
  const count = { added: 0 }
  const mine = <T extends { accountId: string }>(all: Iterable<T>): T[] =>
    [...all].filter(({ accountId }) => accountId === account)
  const one = <T>(items: readonly T[], which: (item: T) => boolean = () => true): T => {
    const found = items.find(which)
    if (!found) throw new Error('the emulated ledger has nothing to take after')
    return found
  }
  const today = () => dayIn(ledger.account(account).zone, now())

  /** A row like another, changed half an hour ago: before what was read, and within what is looked at again. */
  function add(stream: string, more: { broken?: true; lost?: true }): string {
    count.added += 1
    const id = `99000000000${String(count.added).padStart(6, '0')}`
    const at = now().getTime() - 30 * minuteMs
    const fresh = { id, name: `Added ${count.added}`, createdAt: at, updatedAt: at, ...more }
    switch (stream) {
      case 'ad_accounts': {
        const like = ledger.account(account)
        const added: EmulatedAccount & { broken?: boolean } = { ...like, ...fresh, id: id.slice(-6) }
        ledger.addAccounts(added)
        config.adAccounts.push(added.id)
        return added.id
      }
      case 'campaigns':
        ledger.addCampaigns({ ...one(mine(ledger.campaigns.values())), ...fresh })
        return id
      case 'adsets':
        ledger.addAdSets({ ...one(mine(ledger.adSets.values())), ...fresh })
        return id
      case 'ads':
        ledger.addAds({ ...one(mine(ledger.ads.values())), ...fresh })
        return id
      case 'creatives':
        ledger.addCreatives({ ...one(mine(ledger.creatives.values())), ...fresh })
        return id
      default:
        return addFigures(stream, more)
    }
  }

  function addFigures(stream: string, more: { broken?: true; lost?: true }): string {
    const like = one(mine(ledger.ads.values()))
    const day = addDays(today(), -2)
    const spendMinor = more.broken ? 0 : 1_234
    const delivery = { spendMinor, impressions: 100, reach: 90, clicks: 5, linkClicks: 4, ...more }
    const used = ledger.deliveriesOn(account, day)
    const ad = mine(ledger.ads.values()).find(({ id }) => !used.has(id))
    const id = ad?.id ?? `${like.id}9`
    if (!ad) ledger.addAds({ ...like, id })
    ledger.deliver(id, day, delivery)
    const name = stream.replace('ad_metrics_', '') as keyof typeof breakdowns
    const values: Record<string, string> = {
      demographic: '/35-44/female',
      placement: '/facebook/feed',
      device: '/iphone',
      region: '/Missouri',
    }
    return `${account}/${id}/${day}${values[name] ?? ''}`
  }

  return {
    addLateRow: (stream) => add(stream, {}),
    addMalformedRow: (stream) => {
      if (stream !== 'ad_accounts') return void add(stream, { broken: true })
      // Not one of ours by its number, because it has none that can be read.
      ledger.addAccounts({ ...ledger.account(account), id: 'x', name: 'Broken' })
    },
    loseRow: (stream) => {
      const lose = (item: { lost?: boolean }) => void (item.lost = true)
      if (stream === 'campaigns') return lose(one(mine(ledger.campaigns.values())))
      if (stream === 'adsets') return lose(one(mine(ledger.adSets.values())))
      if (stream === 'ads') return lose(one(mine(ledger.ads.values())))
      if (stream === 'creatives') return lose(one(mine(ledger.creatives.values())))
      const day = addDays(today(), -5)
      const [found] = ledger.deliveriesOn(account, day)
      if (!found) throw new Error('nothing to lose')
      ledger.deliver(found[0], day, { ...found[1], lost: true })
    },
    actions: examples(ledger, account, now()),
  }
}

/** For each action something that can be carried out now. */
function examples(ledger: EmulatedLedger, account: string, now: Date): Record<string, unknown> {
  const find = <T extends { id: string; accountId: string; status: string }>(all: Iterable<T>, status: string) => ({
    id: [...all].find((each) => each.accountId === account && each.status === status)?.id ?? '0',
  })
  const { campaigns, adSets, ads } = ledger
  const currency = ledger.accounts.get(account)?.currency ?? 'USD'
  return {
    pause_campaign: find(campaigns.values(), 'ACTIVE'),
    resume_campaign: find(campaigns.values(), 'PAUSED'),
    pause_ad_set: find(adSets.values(), 'ACTIVE'),
    resume_ad_set: find(adSets.values(), 'PAUSED'),
    pause_ad: find(ads.values(), 'ACTIVE'),
    resume_ad: find(ads.values(), 'PAUSED'),
    set_budget: {
      ...{ level: 'campaign', ...find(campaigns.values(), 'ACTIVE'), per: 'day' },
      amount: { minor: 20_000, currency },
    },
    send_conversions: {
      chosenAt: now.toISOString(),
      events: [
        {
          ...{ eventId: 'ab:600000001', name: 'Purchase', orderId: '600000001', category: 'donation' },
          happenedAt: new Date(now.getTime() - 3_600_000).toISOString(),
          value: { minor: 2_500, currency: 'USD' },
          person: { email: 'donor@example.org', phone: '+1 314 555 0142', firstName: 'Avery', lastName: 'De La Cruz' },
          consent: { source: 'landing page', at: new Date(now.getTime() - 7_200_000).toISOString() },
        },
      ],
    },
  }
}
