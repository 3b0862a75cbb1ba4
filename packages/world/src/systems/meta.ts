import { createEmulator, EmulatedLedger, type MetaEmulator } from '@throughline/connector-meta/emulator'
import { createRng } from '@throughline/stats'
import { openAdBook, type AdBook } from '../ads/ad-book.ts'
import type { AdAppeal } from '../appeals.ts'
import type { Client } from '../client.ts'
import type { Millis } from '../line-item.ts'
import { daysBack, hostOf, keyShown, lazily, type OutsideSystem, type SystemOptions } from './system.ts'
import { wordOf, wordsFrom } from './system-secrets.ts'

const minute = 60_000
/** How far back its connection reads. Each report takes seconds, as at Meta. */
const days = { full: Infinity, small: 7 }

/** The client's ad account at Meta: a campaign a month, its ads the videos that gifts carry the codes of. */
export function openMeta(options: SystemOptions): OutsideSystem & { book(): AdBook; emulator(): MetaEmulator } {
  const { place, clock, random, seed, secret, end } = options
  const { client } = place
  const bytes = wordsFrom(secret, client.slug, 'meta')
  const token = `EAAB${wordOf(bytes('token'))}`
  const app = { appId: '700700', appSecret: wordOf(bytes('app')), verifyToken: wordOf(bytes('verify')) }
  const secrets = { systemUserToken: token, tokenAppSecret: app.appSecret, tokenMayAct: true }
  const book = lazily(() => openAdBook(place, createRng(`ads ${seed} ${client.slug}`)))
  const account = accountOf(client)
  const config = { adAccounts: [account], backfillFrom: daysBack(options, days[options.size]).day }
  const emulator = lazily(() => {
    const ledger = new EmulatedLedger()
    ledger.addAccounts({
      ...{ id: account, name: client.name, currency: 'USD', zone: client.timeZone, status: 1 },
      createdAt: place.start - 30 * 24 * 60 * minute,
    })
    const ads = book().adsUntil(end)
    const current = ads.at(-1)?.month
    for (const ad of ads) addAd(ledger, account, ad, client.forms[0] ?? '', ad.month === current ? 'ACTIVE' : 'PAUSED')
    ledger.bulk = (_account, day) => {
      const on = book().on(day, clock.now().getTime())
      return new Map([...on].map(([refcode, each]) => [idOf(account, refcode), each]))
    }
    return createEmulator({
      ...{ clock, random, ledger, own: [account], config, app, secrets },
    })
  })
  const begin = (ads: readonly AdAppeal[]) => {
    const { ledger } = emulator()
    const now = clock.now().getTime()
    for (const campaign of ledger.campaigns.values())
      if (campaign.status === 'ACTIVE') Object.assign(campaign, { status: 'PAUSED', updatedAt: now })
    for (const ad of ads) addAd(ledger, account, ad, client.forms[0] ?? '', 'ACTIVE')
    return []
  }
  return {
    ...{ connector: 'meta', name: 'Meta', config, secrets, book, emulator },
    owns: (request) => hostOf(request) === 'graph.facebook.com' && keyShown(request) === token,
    fetch: (request) => emulator().fetch(request),
    setLimits: (limits) => void (emulator().limits = limits),
    hear: () => {},
    happenings: (from, to) =>
      monthsBegun(place.appeals, from, to).map((ads) => ({ at: madeAt(ads), happen: () => begin(ads) })),
    follows: () => [],
  }
}

const madeAt = (ads: readonly AdAppeal[]): Millis => ads[0]?.createdAt ?? 0

function monthsBegun(appeals: SystemOptions['place']['appeals'], from: Millis, to: Millis): (readonly AdAppeal[])[] {
  const day = 24 * 60 * minute
  const months = new Map<Millis, readonly AdAppeal[]>()
  for (let at = from; at < to + 2 * day; at += day) {
    const ads = appeals.adsAt(at)
    months.set(madeAt(ads), ads)
  }
  return [...months].flatMap(([at, ads]) => (at >= from && at < to ? [ads] : []))
}

/** An id as long as Meta's: of the account, what it is, and its number. */
const longId = (account: string, kind: number, number: string): string =>
  `12${account}${kind}${number.padStart(9, '0')}`
/** What the ad of a code is at Meta. */
export function adIdsOf(client: Client, refcode: string): { campaign: string; creative: string } {
  const [month = '', video = ''] = refcode.match(/\d+/g) ?? []
  const account = accountOf(client)
  return { campaign: longId(account, 1, month), creative: longId(account, 4, `${month}${video}`) }
}

const accountOf = ({ entityId }: Client): string => `${entityId}00`
const idOf = (account: string, refcode: string): string => longId(account, 3, refcode.replace(/\D/g, ''))

function addAd(ledger: EmulatedLedger, account: string, ad: AdAppeal, form: string, status: 'ACTIVE' | 'PAUSED'): void {
  const { month, video, createdAt, refcode } = ad
  const times = { accountId: account, createdAt, updatedAt: createdAt + minute }
  const campaignId = longId(account, 1, month)
  const half = video % 2
  const adSetId = longId(account, 2, `${month}${half}`)
  const name = `${month.slice(0, 4)}-${month.slice(4)}`
  if (!ledger.campaigns.has(campaignId))
    ledger.addCampaigns({
      ...{ id: campaignId, name: `Giving ${name}`, status, objective: 'OUTCOME_SALES', ...times },
      ...{ dailyBudgetMinor: 50_000, startAt: createdAt + 15 * 60 * minute },
      specialAdCategories: ['ISSUES_ELECTIONS_POLITICS'],
    })
  if (!ledger.adSets.has(adSetId))
    ledger.addAdSets({
      ...{ id: adSetId, campaignId, name: `${half === 1 ? 'Lookalike' : 'Retargeting'} ${name}`, status: 'ACTIVE' },
      ...times,
    })
  const creativeId = longId(account, 4, `${month}${video}`)
  const link = `https://secure.actblue.com/donate/${form}?refcode=${refcode}`
  ledger.addCreatives({
    ...{ id: creativeId, accountId: account, name: `Video ${video}, ${name}` },
    fields: {
      object_type: 'VIDEO',
      object_story_spec: {
        page_id: '2000',
        video_data: {
          ...{ video_id: `4${month}${video}`, title: 'Chip in', message: 'Will you chip in?' },
          call_to_action: { type: 'DONATE_NOW', value: { link } },
        },
      },
    },
  })
  ledger.addAds({
    ...{ id: idOf(account, refcode), campaignId, adSetId, creativeId, name: `Video ${video}`, status: 'ACTIVE' },
    ...times,
  })
}
