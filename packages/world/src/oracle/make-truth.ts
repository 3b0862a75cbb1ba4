import { createRng } from '@throughline/stats'
import { arrive } from './arrive.ts'
import { changingZones, dayAfter, startOfDay } from './local-time.ts'
import { makeAds } from './make-ads.ts'
import { makeCrowd } from './make-crowd.ts'
import { makeEvents } from './make-events.ts'
import { makeGifts } from './make-gifts.ts'
import { makeTexts } from './make-texts.ts'
import { spanDays, type Scene } from './scene.ts'
import type { Truth } from './truth.ts'

const regions = ['IL', 'WI', 'CA', 'NSW']

/** One small random tenant: the same seed is the same tenant. Zones go round by the seed's number. */
export function makeTruth(seed: number): Truth {
  const rng = createRng(`oracle ${seed}`)
  const [zone, changeDay] = changingZones[seed % changingZones.length] as (typeof changingZones)[number]
  const people = Array.from({ length: 5 + rng.below(9) }, (_, no) => ({
    no,
    email: `p${no}@example.org`,
    phone: `+1314555${String(100 + no).padStart(4, '0')}`,
    region: rng.pick(regions),
  }))
  const currency = rng.pick(['USD', 'USD', 'EUR', 'JPY', 'KWD'])
  const now = startOfDay(zone, dayAfter(changeDay, spanDays + 2)) + 15 * 3_600_000
  const scene: Scene = { rng, zone, currency, changeDay, now, people }
  const ads = makeAds(scene)
  const texts = makeTexts(scene)
  const gifts = makeGifts(scene, [...ads.codes, ...texts.codes])
  const events = makeEvents(scene)
  const crowd = seed % 5 === 4 ? makeCrowd(scene) : { people: [], events: [], gifts: [] }
  const arrivals = arrive(rng, {
    groups: [...ads.groups, ...texts.groups],
    single: [...ads.days, ...texts.texts, ...gifts, ...crowd.gifts],
    events: [...events, ...crowd.events],
    people: people.length,
  })
  return { seed: String(seed), zone, currency, changeDay, now, people: [...people, ...crowd.people], arrivals }
}
