import { diceId, someMoment, type Scene, type Told } from './scene.ts'
import type { Gift, TruthEvent, TruthPerson } from './truth.ts'

const hourMs = 3_600_000

/** A campaign that enough people were treated with or held out of to say what it brought: they do little else. */
export function makeCrowd(scene: Scene): { people: TruthPerson[]; events: TruthEvent[]; gifts: Told[] } {
  const { rng, people: others, currency, now } = scene
  const [campaign, creative] = [diceId(rng), diceId(rng)]
  const people: TruthPerson[] = []
  const events: TruthEvent[] = []
  const gifts: Told[] = []
  const [treated, heldOut] = [105 + rng.below(50), 102 + rng.below(30)]
  for (let n = 0; n < treated + heldOut; n += 1) {
    const no = others.length + n
    people.push({ no, email: `c${no}@example.org`, phone: `+1312555${String(n).padStart(4, '0')}`, region: 'TX' })
    const holdout = n >= treated
    const at = Math.min(someMoment(scene), now - 60 * hourMs)
    const none = { viewType: null, engagement: null, minor: null, region: null }
    const told = { campaign, creative, channel: 'email' as const, what: 'campaign_delivered' as const }
    events.push({ id: diceId(rng), at, person: no, holdout, ...told, ...none })
    if (!rng.chance(holdout ? 0.12 : 0.25)) continue
    const minor = 100 + rng.below(9_000)
    const gift: Gift = {
      ...{ key: `gift ${no}`, at: Math.min(now - 1, at + rng.below(50 * hourMs)), person: no, minor, currency },
      ...{ fee: rng.chance(0.5) ? 25 : null, refcode: null, plan: null, region: 'TX', status: 'approved' },
    }
    gifts.push({ what: 'gift', versions: [gift] })
  }
  return { people, events, gifts }
}
