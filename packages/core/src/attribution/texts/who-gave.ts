import { touchCode } from '../journeys/touch.ts'
import type { JourneyColumns } from '../columns/columns.ts'
import type { NumberedPlace } from '../places.store.ts'
import type { TextClick } from './text-people.store.ts'

/** A gift within the window after a click on a text of the range. */
export interface GiftAfterClick {
  journeyNo: number
  click: TextClick
}

/** Gifts that came, within so many days, after one of these clicks by the same person, as their journeys tell. */
export function giftsAfter(
  clicks: readonly TextClick[],
  columns: Pick<JourneyColumns, 'n' | 'journeyNo' | 'decided' | 'touchFrom' | 'touchAt' | 'touchPlace' | 'touchType'>,
  places: ReadonlyMap<number, Pick<NumberedPlace, 'source' | 'campaign'>>,
  withinDays: number | null,
): GiftAfterClick[] {
  const seconds = withinDays === null ? Infinity : withinDays * 86_400
  const clicked = touchCode('text_clicked')
  const name = (source: string | null, campaign: string | null, at: number) => `${source}\0${campaign}\0${at}`
  // A text of no campaign has a place without a source.
  const known = new Map(
    clicks.map((click) => [name(click.campaign === null ? null : click.source, click.campaign, click.at), click]),
  )
  const found: GiftAfterClick[] = []
  for (let i = 0; i < columns.n; i += 1) {
    const decided = columns.decided[i] ?? 0
    for (let t = columns.touchFrom[i] ?? 0; t < (columns.touchFrom[i + 1] ?? 0); t += 1) {
      const at = columns.touchAt[t] ?? 0
      if (columns.touchType[t] !== clicked || decided < at || decided - at > seconds) continue
      const place = places.get(columns.touchPlace[t] ?? 0)
      const click = place && known.get(name(place.source, place.campaign, at))
      if (click) found.push({ journeyNo: columns.journeyNo[i] ?? 0, click })
    }
  }
  return found
}
