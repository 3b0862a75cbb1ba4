import { changingZones, dayAfter, startOfDay } from './local-time.ts'
import { diceId } from './scene.ts'
import { createRng } from '@throughline/stats'
import type { Telling, Truth } from './truth.ts'

const hourMs = 3_600_000

/** How many days on which a clock changes there are: `makeChangeDay` takes 0 to one less. */
export const changeDays = changingZones.length

/**
 * A tenant who has a gift at every half hour of one day on which its zone's clock changes, and of the days before and after, and an ad
 * that is seen at every quarter: so every hour of the clock has as many as it was long.
 */
export function makeChangeDay(index: number): Truth & { hoursOfDay: number } {
  const [zone, changeDay] = changingZones[index] as (typeof changingZones)[number]
  const rng = createRng(`change ${index}`)
  const [from, to] = [startOfDay(zone, dayAfter(changeDay, -1)), startOfDay(zone, dayAfter(changeDay, 2))]
  const tellings: Telling[] = []
  for (let at = from; at < to; at += hourMs / 2) {
    const key = `gift at ${at}`
    const none = { fee: null, refcode: null, plan: null, region: 'IL', status: 'approved' as const }
    tellings.push({ what: 'gift', revision: 0, row: { key, at, person: 0, minor: 100, currency: 'USD', ...none } })
  }
  const [campaign, creative] = [diceId(rng), diceId(rng)]
  for (let at = from; at < to; at += hourMs / 4) {
    const none = { holdout: false, viewType: null, engagement: null, minor: null, region: null }
    const event = { id: diceId(rng), at, person: 0, what: 'campaign_viewed' as const, campaign, creative, ...none }
    tellings.push({ what: 'event', event: { ...event, channel: 'ads' } })
  }
  const people = [{ no: 0, email: 'p0@example.org', phone: '+13145550100', region: 'IL' }]
  const hoursOfDay = (startOfDay(zone, dayAfter(changeDay, 1)) - startOfDay(zone, changeDay)) / hourMs
  const now = to + 30 * hourMs
  return {
    ...{ seed: `change ${index}`, zone, currency: 'USD', changeDay, now, people },
    arrivals: [tellings],
    hoursOfDay,
  }
}
