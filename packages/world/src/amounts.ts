import { logNormal, type Rng } from '@throughline/stats'

/** What forms ask for, in cents: most gifts are one of these. */
const asks = [
  300, 500, 1000, 1500, 2000, 2500, 2700, 3500, 3800, 5000, 7500, 10000, 15000, 20000, 25000, 35000, 50000, 75000,
  100000, 150000, 250000, 330000, 500000, 1000000,
]
const monthlyAsks = [300, 500, 800, 1000, 1500, 2000, 2500, 2700, 3500, 5000, 10000]

/** A one-time gift in cents: log-normal around the donor's own middle, mostly on a button, now and then typed to the cent. */
export function giftMinor(rng: Rng, medianMinor: number, maxMinor: number): number {
  const wanted = Math.min(Math.max(logNormal(rng, medianMinor, 0.7), 100), maxMinor)
  const kind = rng.float()
  if (kind < 0.86) return Math.min(nearest(asks, wanted), maxMinor)
  return kind < 0.95 ? Math.round(wanted / 100) * 100 : Math.round(wanted)
}

/** What a plan repeats, in cents. */
export function planMinor(rng: Rng, medianMinor: number): number {
  return nearest(monthlyAsks, logNormal(rng, medianMinor * 0.6, 0.6))
}

/** ActBlue's 3.95 %, half a cent rounded up, in whole-number arithmetic. */
export function feeMinor(minor: number): number {
  return Math.floor((minor * 395 + 5000) / 10000)
}

/** By ratio, not by distance: 30 lies between 25 and 35 as people see it. */
function nearest(buttons: readonly number[], wanted: number): number {
  return buttons.reduce((best, each) =>
    Math.abs(Math.log(each / wanted)) < Math.abs(Math.log(best / wanted)) ? each : best,
  )
}
