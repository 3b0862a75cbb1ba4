import { z } from 'zod'

/** An instant in UTC as `2026-10-31T03:41:00.000Z`: always milliseconds, always Z, so that text order is time order. */
export const Instant = z.iso.datetime({ precision: 3 })
export type Instant = z.infer<typeof Instant>

/** A calendar day, `2026-10-30`. Whose day (which zone) is said by the field's name. */
export const Day = z.iso.date()
export type Day = z.infer<typeof Day>

/** Zones found good: asking the runtime takes longer than reading the rest of a row, and every row of figures names one. */
const goodZones = new Set<string>()

/** An IANA time zone that this runtime knows. */
export const TimeZone = z.string().refine((zone) => {
  if (goodZones.has(zone)) return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    goodZones.add(zone)
    return true
  } catch {
    return false
  }
}, 'an IANA time zone, for example America/Chicago')
export type TimeZone = z.infer<typeof TimeZone>
