import { words } from '#lib/words.ts'
import type { CreditWindow } from './answers.ts'

type Days = CreditWindow['clickDays']

/** Every window there is, in days; null is however long. */
export const windows: readonly Days[] = [1, 3, 7, 14, 28, 30, 60, 90, null]

const w = words.attribution.windows
const inAddress = (days: Days) => (days === null ? 'all' : String(days))
const readDays = (text: string | undefined): Days | undefined => windows.find((days) => inAddress(days) === text)

/** `28`, `all`, or clicks and views apart: `28-7`. Anything else is no window. */
export function readWindow(text: string | null): CreditWindow | undefined {
  if (text === null) return undefined
  const [clicks, views = clicks, ...more] = text.split('-')
  const [clickDays, viewDays] = [readDays(clicks), readDays(views)]
  if (clickDays === undefined || viewDays === undefined || more.length > 0) return undefined
  return { clickDays, viewDays }
}

export const windowInAddress = ({ clickDays, viewDays }: CreditWindow): string =>
  clickDays === viewDays ? inAddress(clickDays) : `${inAddress(clickDays)}-${inAddress(viewDays)}`

export const sameWindow = (one: CreditWindow, two: CreditWindow): boolean =>
  one.clickDays === two.clickDays && one.viewDays === two.viewDays

export const daysText = (days: Days): string => (days === null ? w.all : days === 1 ? w.one : w.many(days))

/** `28 days`, or `28 days / 7 days` where views have a window of their own. */
export const windowText = ({ clickDays, viewDays }: CreditWindow): string =>
  clickDays === viewDays ? daysText(clickDays) : words.attribution.windowShort(daysText(clickDays), daysText(viewDays))

/** As the end of a sentence: `28 days before each gift`. */
export function windowSays({ clickDays, viewDays }: CreditWindow, gift: string): string {
  if (clickDays !== viewDays) return words.attribution.windowApart(daysText(clickDays), daysText(viewDays))
  return clickDays === null ? words.attribution.windowAlways : words.attribution.windowBefore(clickDays, gift)
}
