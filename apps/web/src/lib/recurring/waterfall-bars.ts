import type { Answers } from '#lib/app-router.ts'

type Mrr = Answers['recurring']['mrr']['byCurrency'][number]

/** One line of the way from start to end: where its bar begins and ends, as parts of the width. */
export interface WaterfallBar {
  step: 'start' | Mrr['steps'][number]['step'] | 'end'
  minor: number
  plans: number | null
  left: number
  width: number
}

/** The spans that the address may ask for, in days. */
export const mrrSpans = [30, 90, 365] as const
export type MrrSpan = (typeof mrrSpans)[number]
export const readMrrSpan = (text: string | null): MrrSpan => mrrSpans.find((days) => String(days) === text) ?? 30

/** Bars that hang from where the one before ended; steps in which nothing moved are left out. */
export function waterfallBars({ start, end, steps }: Mrr): WaterfallBar[] {
  let running = start
  const spans = steps.flatMap(({ step, minor, plans }) => {
    if (minor === 0 && plans === 0) return []
    const from = running
    running += minor
    return [{ step, minor, plans, low: Math.min(from, running), high: Math.max(from, running) }]
  })
  const all = [
    { step: 'start' as const, minor: start, plans: null, low: 0, high: start },
    ...spans,
    { step: 'end' as const, minor: end, plans: null, low: 0, high: end },
  ]
  const most = Math.max(1, ...all.map(({ high }) => high))
  return all.map(({ low, high, ...bar }) => ({ ...bar, left: low / most, width: (high - low) / most }))
}
