/** Zones whose clocks change (by hours, half hours or at midnight), and one whose clock stands half an hour off; with a day near a change of each. */
export const changingZones: readonly (readonly [zone: string, changeDay: string])[] = [
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Asia/Kolkata', '2026-10-20'],
  ['Pacific/Apia', '2021-04-04'],
  ['America/St_Johns', '2026-11-01'],
  ['America/Havana', '2025-11-02'],
  ['America/Santiago', '2026-09-06'],
  ['Europe/London', '2026-10-25'],
  ['Europe/Berlin', '2026-03-29'],
  ['Africa/Cairo', '2025-10-30'],
  ['Asia/Beirut', '2025-10-25'],
  ['Pacific/Chatham', '2026-04-05'],
  ['Pacific/Auckland', '2026-09-27'],
  ['Antarctica/Troll', '2026-10-25'],
  ['Australia/Adelaide', '2026-10-04'],
  ['America/New_York', '2026-03-08'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Pacific/Apia', '2020-09-27'],
  ['America/Havana', '2026-03-08'],
  ['America/Santiago', '2026-04-04'],
  ['Africa/Cairo', '2026-04-24'],
]

const formats = new Map<string, Intl.DateTimeFormat>()

/** The day and hour that a clock on the wall shows, as `Intl` says them. */
export function wallAt(zone: string, at: number): { day: string; hour: number } {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
    })
    formats.set(zone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return { day: `${parts['year']}-${parts['month']}-${parts['day']}`, hour: Number(parts['hour']) }
}

/** The day so many days later (or, below 0, earlier). */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** How many days from one day to another: 0 of the same. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** The first millisecond of a day in a zone, found by looking. */
export function startOfDay(zone: string, day: string): number {
  const noon = Date.parse(`${day}T12:00:00Z`)
  let [before, within] = [noon - 40 * 3_600_000, noon + 40 * 3_600_000]
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2)
    if (wallAt(zone, middle).day >= day) within = middle
    else before = middle
  }
  return within
}
