import { diceId, someMoment, type Scene } from './scene.ts'
import type { TruthEvent } from './truth.ts'

const minuteMs = 60_000

/** Events: campaigns by mail and push that reach some people and are withheld from others, what these do then, and visits of anybody. */
export function makeEvents(scene: Scene): TruthEvent[] {
  const { rng, people } = scene
  const events: TruthEvent[] = []
  const add = (at: number, person: number, what: TruthEvent['what'], more: Partial<TruthEvent> = {}): void => {
    const none = { campaign: null, creative: null, channel: null, viewType: null, engagement: null, minor: null }
    const region = rng.chance(0.8) ? (people[person]?.region ?? null) : null
    events.push({
      id: diceId(rng),
      at: Math.min(at, scene.now),
      person,
      what,
      ...none,
      holdout: false,
      region,
      ...more,
    })
  }
  for (let c = 0; c < 1 + rng.below(2); c += 1) {
    const campaign = diceId(rng)
    const creatives = [diceId(rng), diceId(rng)]
    const channel = rng.pick(['email', 'email', 'push'] as const)
    for (const { no } of people) {
      if (rng.chance(0.15)) continue
      const of = { campaign, creative: rng.pick(creatives), channel }
      const at = someMoment(scene)
      if (rng.chance(0.3)) {
        add(at, no, 'campaign_delivered', { ...of, holdout: true })
        continue
      }
      add(at, no, 'campaign_delivered', of)
      const seen = rng.below(4)
      for (let n = 0; n < seen; n += 1)
        add(at + (n + 1) * rng.below(700 * minuteMs), no, 'campaign_viewed', {
          ...of,
          viewType: rng.chance(0.6) ? 'opened' : 'received',
        })
      if (seen > 0 && rng.chance(0.5)) add(at + rng.below(2_000 * minuteMs), no, 'campaign_clicked', of)
      if (rng.chance(0.1))
        add(at + rng.below(3_000 * minuteMs), no, 'campaign_converted', { ...of, minor: 1 + rng.below(9_999) })
      if (rng.chance(0.07)) add(at + rng.below(900 * minuteMs), no, 'user_unsubscribed')
    }
  }
  const shown = { campaign: diceId(rng), creative: diceId(rng), channel: rng.pick(['ads', 'web'] as const) }
  for (const { no } of people) {
    for (let n = rng.below(5) - 2; n > 0; n -= 1) {
      const at = someMoment(scene)
      add(at, no, 'campaign_viewed', shown)
      if (rng.chance(0.3)) add(at + rng.below(5 * minuteMs), no, 'campaign_clicked', shown)
    }
    for (let n = 0; n < rng.below(4); n += 1)
      add(someMoment(scene), no, 'user_engaged', { engagement: rng.pick(['page_view', 'form_open', 'app_open']) })
    if (rng.chance(0.15)) add(someMoment(scene), no, 'user_purchased', { minor: 1 + rng.below(30_000) })
  }
  return events
}
