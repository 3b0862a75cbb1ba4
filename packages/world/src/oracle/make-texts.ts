import { costOf } from './make-ads.ts'
import { someCode, someMoment, type Scene, type Told } from './scene.ts'
import type { OptOut, Text, TextClick } from './truth.ts'

const minuteMs = 60_000

/** Broadcasts: each a campaign with its text and its cost, one text to each of some people, and what they did with it. */
export function makeTexts(scene: Scene): { groups: Told[][]; texts: Told[]; codes: string[] } {
  const { rng, people } = scene
  const groups: Told[][] = []
  const texts: Told[] = []
  const codes: string[] = []
  for (let b = 0; b < rng.below(3); b += 1) {
    const key = `broadcast ${b}`
    const sentAt = Math.min(someMoment(scene), scene.now - 86_400_000)
    const refcode = someCode(rng)
    codes.push(refcode)
    const shared = { name: key, lifetimeBudget: null, dailyBudget: null, endsAt: null }
    groups.push([
      { what: 'campaign', versions: [{ key, channel: 'sms', creative: key, startsAt: sentAt, ...shared }] },
      { what: 'creative', versions: [{ key, refcode }] },
      { what: 'adDay', versions: [costOf(scene, key)] },
    ])
    for (const { no } of people) if (rng.chance(0.6)) texts.push(...textTo(scene, key, no, sentAt))
  }
  return { groups, texts, codes }
}

function textTo({ rng }: Scene, campaign: string, person: number, sentAt: number): Told[] {
  const key = `${campaign} to ${person}`
  const arrives = rng.chance(0.85)
  const deliveredAt = arrives ? sentAt + rng.below(10 * minuteMs) : null
  const text: Text = {
    key,
    person,
    campaign,
    creative: campaign,
    sentAt,
    deliveredAt,
    failedAt: arrives ? null : sentAt + 5_000,
    repliedAt: deliveredAt !== null && rng.chance(0.15) ? deliveredAt + rng.below(600 * minuteMs) : null,
  }
  // Told when it was sent, and once more when it had arrived.
  const versions = rng.chance(0.4) ? [{ ...text, deliveredAt: null, failedAt: null, repliedAt: null }, text] : [text]
  const told: Told[] = [{ what: 'text', versions }]
  if (deliveredAt === null) return told
  for (let n = 0; n < (rng.chance(0.35) ? 1 + rng.below(2) : 0); n += 1) {
    const at = deliveredAt + (n + 1) * minuteMs + rng.below(300 * minuteMs)
    const click: TextClick = { key: `${key}:clicked:${n}`, text: key, person, campaign, creative: campaign, at }
    told.push({ what: 'textClick', versions: [click] })
  }
  if (rng.chance(0.1)) {
    const out: OptOut = {
      key: `${key}:opted_out`,
      text: key,
      campaign,
      person,
      at: deliveredAt + rng.below(900 * minuteMs),
    }
    told.push({ what: 'optOut', versions: [out] })
  }
  return told
}
