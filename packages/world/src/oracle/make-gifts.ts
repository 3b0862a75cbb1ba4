import { longAgo, someMoment, type Scene, type Told } from './scene.ts'
import type { Gift, GiftBack, TruthPerson } from './truth.ts'

const dayMs = 86_400_000
const unknownCodes = ['qxvwyz', 'zzyxwvq']

/** Gifts, once and by plan, of people who come back or do not; what was corrected, withdrawn, given back or disputed later. */
export function makeGifts(scene: Scene, codes: readonly string[]): Told[] {
  const { rng, people } = scene
  const foreign = rng.chance(0.2)
  return people.flatMap((person) => {
    const told: Told[] = []
    const give = (name: string, at: number, more: Partial<Gift> = {}): void => {
      const first = oneGift(scene, person, `gift ${person.no}.${name}`, at, codes, more)
      if (foreign && rng.chance(0.04)) first.currency = scene.currency === 'USD' ? 'EUR' : 'USD'
      const later = rng.chance(0.1) ? [{ ...first, minor: 1 + rng.below(40_000) }] : []
      const settled = first.status === 'pending' && rng.chance(0.6) ? [{ ...first, status: 'approved' as const }] : []
      told.push({ what: 'gift', versions: [first, ...later, ...settled], withdrawn: rng.chance(0.04) })
      if (first.status === 'approved' && rng.chance(0.2)) told.push(...backOf(scene, first))
    }
    for (let n = 0; n < rng.below(5); n += 1) give(String(n), rng.chance(0.65) ? someMoment(scene) : longAgo(scene))
    if (rng.chance(0.35)) told.push(...planOf(scene, person, give))
    return told
  })
}

function oneGift(
  { rng, currency, now }: Scene,
  { no, region }: TruthPerson,
  key: string,
  at: number,
  codes: readonly string[],
  more: Partial<Gift>,
): Gift {
  const minor = 1 + rng.below(rng.chance(0.1) ? 900_000 : 20_000)
  return {
    key,
    at: Math.min(at, now - 1),
    person: no,
    minor,
    currency,
    fee: rng.chance(0.7) ? Math.round(minor * 0.0395) : null,
    refcode: codes.length > 0 && rng.chance(0.5) ? rng.pick(codes) : rng.chance(0.1) ? rng.pick(unknownCodes) : null,
    plan: null,
    region,
    status: rng.chance(0.92) ? 'approved' : rng.pick(['pending', 'declined']),
    ...more,
  }
}

function planOf(
  scene: Scene,
  { no }: TruthPerson,
  give: (name: string, at: number, more: Partial<Gift>) => void,
): Told[] {
  const { rng, now } = scene
  const period = rng.pick(['weekly', 'monthly'] as const)
  const startedAt = rng.chance(0.5) ? someMoment(scene) : longAgo(scene)
  const minor = 300 + rng.below(9_000)
  const key = `plan ${no}`
  const charges: number[] = []
  for (let n = 0; n < 2 + rng.below(5); n += 1) {
    const at = startedAt + n * (period === 'weekly' ? 7 : 30) * dayMs
    if (at >= now) break
    charges.push(at)
    give(`plan.${n}`, at, { plan: key, minor, fee: Math.round(minor * 0.0395) })
  }
  const lastChargeAt = charges.at(-1) ?? startedAt
  if (charges.length === 0) return []
  const plan = { key, person: no, startedAt, minor, currency: scene.currency, period, lastChargeAt }
  const cancelledAt = rng.chance(0.3) ? Math.min(now - 1, lastChargeAt + rng.below(10 * dayMs)) : null
  return [
    { what: 'plan', versions: [{ ...plan, cancelledAt: null }, ...(cancelledAt ? [{ ...plan, cancelledAt }] : [])] },
  ]
}

function backOf({ rng, now }: Scene, gift: Gift): Told[] {
  const whole = rng.chance(0.5)
  const parts = whole ? [gift.minor] : [1 + rng.below(gift.minor), rng.below(50)].filter((minor) => minor > 0)
  return parts.map((minor, n): Told => {
    const back: GiftBack = {
      key: `${gift.key} back ${n}`,
      of: gift.key,
      at: Math.min(now - 1, gift.at + rng.below(20 * dayMs)),
      person: gift.person,
      minor,
      currency: gift.currency,
      chargeback: rng.chance(0.3),
      feeReturned: rng.chance(0.5) ? Math.floor(minor * 0.0395) : null,
    }
    return { what: 'back', versions: [back] }
  })
}
