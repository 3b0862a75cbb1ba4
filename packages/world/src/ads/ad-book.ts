import { logNormal, type Rng } from '@throughline/stats'
import type { AdAppeal } from '../appeals.ts'
import { hourMillis } from '../intensity.ts'
import type { Millis } from '../line-item.ts'
import type { ClientWorld } from '../world.ts'

/** One ad's day as the platform shows it. Cents. */
interface AdDay {
  spendMinor: number
  impressions: number
  reach: number
  clicks: number
  linkClicks: number
  outboundClicks: number
  landingPageViews: number
  videoPlays: number
  videoCompletions: number
  purchases: number
  purchaseMinor: number
}

/** What a client's ads cost and did. Everything is a function of the world and of the moment at which it is looked at. */
export interface AdBook {
  /** Of the months begun by then, oldest first. */
  adsUntil(at: Millis): AdAppeal[]
  /** By refcode, as shown at `at`: today's hours so far, a little less for three days, then what it stays at. */
  on(day: string, at: Millis): ReadonlyMap<string, AdDay>
  /** By day of the client's zone, without days that cost nothing. */
  spendByDay(at: Millis): Map<string, number>
}

/** Ads cost this much of what their gifts bring, roughly: 22 % of gifts, half as much again as the middle one. */
const costShare = 0.45 * 0.22 * 1.5
const settlesAfterDays = 3
/** What is shown of a day before it has settled. */
const shownAtFirst = 0.96

export function openAdBook(place: ClientWorld, rng: Rng): AdBook {
  const { client, clock, appeals, intensity, start } = place
  const perIntensity = costShare * place.giftsPerIntensity * client.medianMinor
  const settled = new Map<string, ReadonlyMap<string, AdDay>>()
  const dayMillis = 24 * hourMillis
  const noon = (day: string) => Date.parse(`${day}T18:00:00Z`)
  const firstDay = clock.day(start)

  /** How intense the hours of a day were that are over at `at`. */
  const intensityOn = (day: string, at: Millis): number => {
    let sum = 0
    const from = Math.floor((noon(day) - 0.9 * dayMillis) / hourMillis) * hourMillis
    for (let hour = from; hour < from + 1.9 * dayMillis && hour + hourMillis <= at; hour += hourMillis)
      if (clock.day(hour) === day) sum += intensity(hour)
    return sum
  }
  const draw = (day: string, at: Millis): ReadonlyMap<string, AdDay> => {
    const whole = perIntensity * intensityOn(day, at)
    const isFresh = day > clock.day(at - settlesAfterDays * dayMillis)
    const shown = isFresh ? whole * shownAtFirst : whole
    const ads = appeals.adsAt(noon(day))
    const days = ads.flatMap((ad): [string, AdDay][] => {
      const each = adDay(rng.split(`${ad.refcode} ${day}`), shown / ads.length, client.medianMinor)
      return each.impressions > 0 ? [[ad.refcode, each]] : []
    })
    return new Map(days)
  }
  const on = (day: string, at: Millis): ReadonlyMap<string, AdDay> => {
    if (day < firstDay || day > clock.day(at)) return new Map()
    if (day > clock.day(at - settlesAfterDays * dayMillis)) return draw(day, at)
    const known = settled.get(day) ?? draw(day, at)
    settled.set(day, known)
    return known
  }
  const daysUntil = (at: Millis): string[] => {
    const days: string[] = []
    for (let day = firstDay; day <= clock.day(at); day = clock.day(noon(day) + dayMillis)) days.push(day)
    return days
  }
  return {
    on,
    adsUntil(at) {
      const months = new Map(daysUntil(at).map((day) => [day.slice(0, 7), day]))
      return [...months.values()].flatMap((day) => appeals.adsAt(noon(day)))
    },
    spendByDay(at) {
      const sums = daysUntil(at).map((day): [string, number] => [
        day,
        [...on(day, at).values()].reduce((sum, { spendMinor }) => sum + spendMinor, 0),
      ])
      return new Map(sums.filter(([, minor]) => minor > 0))
    },
  }
}

function adDay(rng: Rng, wantedMinor: number, medianMinor: number): AdDay {
  const spendMinor = Math.round(wantedMinor * logNormal(rng, 1, 0.3))
  // Fourteen dollars for a thousand, in the middle.
  const impressions = Math.round(spendMinor / (1.4 * logNormal(rng, 1, 0.2)))
  const clicks = Math.round(impressions * 0.021 * logNormal(rng, 1, 0.25))
  const of = (whole: number, share: number) => Math.floor(whole * share)
  const purchases = of(clicks, 0.03)
  return {
    spendMinor,
    impressions,
    reach: of(impressions, 0.84),
    clicks,
    linkClicks: of(clicks, 0.72),
    outboundClicks: of(clicks, 0.66),
    landingPageViews: of(clicks, 0.55),
    videoPlays: of(impressions, 0.31),
    videoCompletions: of(impressions, 0.04),
    purchases,
    purchaseMinor: purchases * medianMinor,
  }
}
