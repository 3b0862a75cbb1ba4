import { movementKinds, touchTypes } from '@throughline/canonical'
import { netSign } from '../../ledger/net.ts'
import { tiers } from '../evidence.ts'
import { isView } from '../journeys/touch.ts'
import { oneConversion, splitMinorInto, windowSeconds, type Journey, type Weigh, type Window } from '../models/index.ts'
import type { JourneyColumns } from './columns.ts'

/** Which journeys are looked at. */
export interface Filter {
  window: Window
  /** Places in the lists of customers, tiers and credit channels; null where any will do. */
  customer: number | null
  tier: number | null
  channel: number | null
}

const viewTypes = touchTypes.map(isView)
const none = tiers.indexOf('none')
const gross = movementKinds.indexOf('gross')
const won = movementKinds.indexOf('won')
/** What a deal brought is all that there is of it: nothing of it is in the net of gifts. */
const signs = movementKinds.map((kind) => (kind === 'won' ? 1 : netSign[kind]))

/**
 * Walks through journeys one by one without making anything: of each the touches within the window, and its money split by weights.
 * @param channelOf of a place, its channel's place in the list
 */
export function createWalk(columns: JourneyColumns, filter: Filter, channelOf: Uint8Array) {
  const most = longest(columns)
  const [clickSeconds, viewSeconds] = [windowSeconds(filter.window.clickDays), windowSeconds(filter.window.viewDays)]
  const place = new Uint32Array(most)
  const at = new Uint32Array(most)
  const secondsBefore = new Float64Array(most)
  const channel = new Uint8Array(most)
  const type = new Uint8Array(most)
  const evidence = new Uint8Array(most)
  const weights = new Float64Array(most)
  const [until, before, parts] = [new Float64Array(most), new Float64Array(most), new Float64Array(most)]
  const journey: Journey = { secondsBefore, channel, type, from: 0, n: 0, lead: -1, opportunity: -1, close: -1 }
  const state = {
    /** Of its touches within the window, in order. */
    place,
    at,
    channel,
    /** How each is known: place in the list of tiers. */
    evidence,
    n: 0,
    /** The best evidence among them. */
    tier: none,
    journey,
    /** What splitting writes: one amount a touch. */
    parts,
  }

  /** The last touch up to a moment; −1 where there is no moment, or none came before. */
  function lastBy(moment: number, n: number): number {
    if (moment === 0) return -1
    let last = n - 1
    while (last >= 0 && (at[last] as number) > moment) last -= 1
    return last
  }

  return {
    state,
    /** Takes journey i. @returns whether it is one that is looked at */
    take(i: number): boolean {
      if (filter.customer !== null && columns.customer[i] !== filter.customer) return false
      const decided = columns.decided[i] as number
      let [n, tier, through] = [0, none, filter.channel === null]
      const end = columns.touchFrom[i + 1] as number
      for (let t = columns.touchFrom[i] as number; t < end; t += 1) {
        const ago = decided - (columns.touchAt[t] as number)
        const kind = columns.touchType[t] as number
        if (ago < 0 || ago > (viewTypes[kind] ? viewSeconds : clickSeconds)) continue
        const placeNo = columns.touchPlace[t] as number
        place[n] = placeNo
        at[n] = columns.touchAt[t] as number
        secondsBefore[n] = ago
        channel[n] = channelOf[placeNo] as number
        type[n] = kind
        evidence[n] = columns.touchTier[t] as number
        if (channel[n] === filter.channel) through = true
        if ((columns.touchTier[t] as number) < tier) tier = columns.touchTier[t] as number
        n += 1
      }
      state.n = n
      journey.n = n
      journey.lead = lastBy(columns.lead[i] as number, n)
      journey.opportunity = lastBy(columns.opportunity[i] as number, n)
      journey.close = columns.partKind[columns.partFrom[i] as number] === won ? n - 1 : -1
      state.tier = tier
      return through && (filter.tier === null || filter.tier === tier)
    },
    /** Weighs the journey that was taken. */
    weigh(by: Weigh): void {
      if (state.n > 0) by(journey, weights)
    },
    /** Splits part p of the money by the weights into `parts`: parts of one kind are split by what they come to together. */
    split(p: number): void {
      const so = columns.partBefore[p] as number
      splitMinorInto(so + (columns.partMinor[p] as number), weights, state.n, so === 0 ? parts : until)
      if (so === 0) return
      splitMinorInto(so, weights, state.n, before)
      for (let k = 0; k < state.n; k += 1) parts[k] = (until[k] as number) - (before[k] as number)
    },
    /** Splits one conversion, in millionths. */
    splitOne(): void {
      splitMinorInto(oneConversion, weights, state.n, parts)
    },
    signOf: (p: number): number => signs[columns.partKind[p] as number] as number,
    /** Of a gift its gross, of a won deal its amount: what is one conversion. */
    isGross: (p: number): boolean => columns.partKind[p] === gross || columns.partKind[p] === won,
    /** Net of journey i in the range. */
    netOf(i: number): number {
      let sum = 0
      const end = columns.partFrom[i + 1] as number
      for (let p = columns.partFrom[i] as number; p < end; p += 1)
        sum += (signs[columns.partKind[p] as number] as number) * (columns.partMinor[p] as number)
      return sum
    },
  }
}

function longest({ n, touchFrom }: JourneyColumns): number {
  let most = 1
  for (let i = 0; i < n; i += 1) most = Math.max(most, (touchFrom[i + 1] as number) - (touchFrom[i] as number))
  return most
}
