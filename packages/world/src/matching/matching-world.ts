import { createRng, logNormal, type Rng } from '@throughline/stats'
import { damageCode, drawDamage, type Damage } from './damage.ts'
import { audiences, drawNaming, topics, type CodeSubject } from './naming.ts'

const dayMs = 86_400_000
const source = 'world'

/** A gift whose way here is known. */
export interface LabelledGift {
  happenedAt: number
  refcodes: Record<string, string>
  amountMinor: number
  /** The creative that led to it, whether or not anybody has read that creative; null where there was none. */
  truth: { creative: string; campaign: string } | null
  damage: Damage
}

/** What a client's systems show of its appeals, and gifts with what is true of them. */
export interface MatchingWorld {
  campaigns: {
    source: string
    key: string
    channel: 'ads' | 'sms' | 'email'
    creative: string | null
    startsAt: number
  }[]
  ads: {
    source: string
    key: string
    campaign: string
    adSet: string | null
    creative: string
    links: { refcodes: Record<string, string> }[]
  }[]
  creatives: { source: string; key: string; links: { refcodes: Record<string, string> }[] }[]
  gifts: LabelledGift[]
}

interface Appeal {
  creative: string
  campaign: string
  code: string
  startsAt: number
  endsAt: number
  /** Whether our side has read it. */
  isRead: boolean
  weight: number
}

/** Shares of what goes wrong, drawn for each client: some are careful, some are not. */
interface Habits {
  unread: number
  damaged: number
  reused: number
  copied: number
  codeless: number
}

/**
 * Makes one client's appeals over a year and its gifts. Links are damaged by link: the same wrong code comes back with several gifts.
 * @param gifts how many
 */
export function makeMatchingWorld(seed: string, { gifts }: { gifts: number }): MatchingWorld {
  const rng = createRng(`matching ${seed}`)
  const habits: Habits = {
    // Some have all their systems connected, some a part, and of some only the last weeks are read.
    unread: rng.chance(0.85) ? 0.02 + 0.1 * rng.float() : 0.1 + 0.15 * rng.float(),
    damaged: 0.02 + 0.1 * rng.float(),
    reused: 0.01 * rng.float(),
    copied: 0.003 * rng.float(),
    codeless: 0.1 + 0.2 * rng.float(),
  }
  const { world, appeals } = drawAppeals(rng.split('appeals'), habits)
  const draw = rng.split('gifts')
  const total = appeals.reduce((sum, { weight }) => sum + weight, 0)
  while (world.gifts.length < gifts) {
    const appeal = pickAppeal(appeals, draw.float() * total)
    const damage: Damage = draw.chance(habits.damaged) ? drawDamage(draw) : 'none'
    const other = draw.chance(habits.copied) ? draw.pick(appeals) : appeal
    const code = damageCode(other.code, damage, draw)
    // One link, several gifts.
    const through = 1 + draw.below(damage === 'none' ? 8 : 3)
    for (let n = 0; n < through && world.gifts.length < gifts; n++)
      world.gifts.push(giftOf(draw, appeal, code, damage, habits))
  }
  return world
}

function giftOf(rng: Rng, appeal: Appeal, code: string, damage: Damage, { codeless }: Habits): LabelledGift {
  const lasts = appeal.endsAt - appeal.startsAt
  // Most gifts come soon after; a link is found again months later.
  const after = rng.chance(0.93) ? lasts * rng.float() ** 2 : lasts + 120 * dayMs * rng.float()
  const hasCode = !rng.chance(codeless)
  return {
    happenedAt: Math.round(appeal.startsAt + after),
    refcodes: hasCode ? { refcode: code } : {},
    amountMinor: Math.max(100, Math.round(logNormal(rng, 25, 1)) * 100),
    truth: { creative: appeal.creative, campaign: appeal.campaign },
    damage,
  }
}

function drawAppeals(rng: Rng, habits: Habits): { world: MatchingWorld; appeals: Appeal[] } {
  const world: MatchingWorld = { campaigns: [], ads: [], creatives: [], gifts: [] }
  const appeals: Appeal[] = []
  const from = Date.parse('2025-11-01T15:00:00Z')
  const [adNaming, textNaming] = [drawNaming(rng.split('ads')), drawNaming(rng.split('texts'))]
  const taken = new Set<string>()
  const add = (subject: CodeSubject, campaign: string, startsAt: number, lastsDays: number, number: number): void => {
    const creative = `${campaign}/${number}`
    const naming = subject.channel === 'ads' ? adNaming : textNaming
    let code = naming(subject)
    // Whoever makes links numbers on where a code is taken; now and then nobody looks.
    for (let n = 2; taken.has(code) && !rng.chance(habits.reused); n++) code = `${naming(subject)}${n}`
    taken.add(code)
    const isRead = !rng.chance(habits.unread)
    appeals.push({
      ...{ creative, campaign, code, startsAt, endsAt: startsAt + lastsDays * dayMs, isRead },
      weight: logNormal(rng, 1, 1),
    })
    if (!isRead) return
    const links = [{ refcodes: { refcode: code } }]
    world.creatives.push({ source, key: creative, links })
    if (subject.channel !== 'ads')
      world.campaigns.push({ source, key: campaign, channel: subject.channel, creative, startsAt })
    else world.ads.push({ source, key: `ad ${creative}`, campaign, adSet: null, creative, links })
  }
  const texts = Math.round(8 * 30 ** rng.float())
  // Clients ask in bursts: before deadlines and elections every day, in between hardly.
  const bursts = Array.from({ length: 2 + rng.below(6) }, () => ({ from: rng.below(350), days: 3 + rng.below(14) }))
  for (let n = 0; n < texts; n++) {
    const burst = rng.pick(bursts)
    const startsAt = from + (rng.chance(0.8) ? burst.from + rng.below(burst.days) : rng.below(365)) * dayMs
    const day = new Date(startsAt).toISOString().slice(0, 10)
    const channel = rng.chance(0.7) ? 'sms' : 'email'
    const subject = {
      channel,
      day,
      topic: rng.pick(topics),
      audience: rng.pick(audiences),
      number: 1 + rng.below(3),
    } as const
    add(subject, `${channel} ${n}`, startsAt, 3, 1)
  }
  const adCampaigns = 1 + rng.below(16)
  for (let n = 0; n < adCampaigns; n++) {
    const startsAt = from + Math.floor(rng.float() * 330) * dayMs
    const day = new Date(startsAt).toISOString().slice(0, 10)
    const campaign = `ads ${n}`
    world.campaigns.push({ source, key: campaign, channel: 'ads', creative: null, startsAt })
    const topic = rng.pick(topics)
    const count = 2 + rng.below(10)
    for (let number = 1; number <= count; number++)
      add({ channel: 'ads', day, topic, audience: rng.pick(audiences), number }, campaign, startsAt, 35, number)
  }
  return { world, appeals }
}

function pickAppeal(appeals: readonly Appeal[], at: number): Appeal {
  let left = at
  for (const appeal of appeals) {
    left -= appeal.weight
    if (left < 0) return appeal
  }
  return appeals.at(-1)!
}
