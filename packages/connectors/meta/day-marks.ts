import { z } from 'zod'
import { addDays, daysBetween } from './times.ts'

/** Which days of each series (an ad, or a part of one) had a row: bit 0 = `from`. At most 31 days. */
export const DayMarks = z.object({ from: z.iso.date(), series: z.record(z.string(), z.number().int()) })
export type DayMarks = z.infer<typeof DayMarks>

const longest = 31

export const noMarks = (from: string): DayMarks => ({ from, series: {} })

/** Marks a day; one outside the 31 is not kept. */
export function mark(marks: DayMarks, series: string, day: string): void {
  const bit = bitOf(marks, day)
  if (bit !== 0) marks.series[series] = (marks.series[series] ?? 0) | bit
}

/** Days in [from, until] that `before` has and `now` has not: rows that the source no longer gives. */
export function* lost(
  before: DayMarks,
  now: DayMarks,
  { from, until }: { from: string; until: string },
): Generator<{ series: string; day: string }> {
  const days = daysOf(before, from, until)
  for (const [series, bits] of Object.entries(before.series))
    for (const day of days) if ((bits & bitOf(before, day)) !== 0 && !has(now, series, day)) yield { series, day }
}

/** The marks without some of them. */
export function without(marks: DayMarks, gone: readonly { series: string; day: string }[]): DayMarks {
  const series = { ...marks.series }
  for (const each of gone) series[each.series] = (series[each.series] ?? 0) & ~bitOf(marks, each.day)
  return { from: marks.from, series }
}

/** Both together, seen from `from` on: earlier days and empty series are forgotten. */
export function together(all: readonly (DayMarks | undefined)[], from: string): DayMarks {
  const sum = noMarks(from)
  for (const marks of all) {
    if (!marks) continue
    const shift = daysBetween(from, marks.from)
    if (Math.abs(shift) >= longest) continue
    for (const [series, bits] of Object.entries(marks.series)) {
      const moved = (shift >= 0 ? bits << shift : bits >>> -shift) & 0x7f_ff_ff_ff
      if (moved !== 0) sum.series[series] = (sum.series[series] ?? 0) | moved
    }
  }
  return sum
}

function has(marks: DayMarks, series: string, day: string): boolean {
  return ((marks.series[series] ?? 0) & bitOf(marks, day)) !== 0
}

function bitOf({ from }: DayMarks, day: string): number {
  const index = daysBetween(from, day)
  return index >= 0 && index < longest ? 1 << index : 0
}

function daysOf(marks: DayMarks, from: string, until: string): string[] {
  return Array.from({ length: longest }, (_, index) => addDays(marks.from, index)).filter(
    (day) => day >= from && day <= until,
  )
}
