import { addDays, type Day } from '../../format/day.ts'

export const presetIds = ['today', '7d', '30d', 'month', 'last_month', '90d', 'year'] as const
export type PresetId = (typeof presetIds)[number]
export interface Range {
  from: Day
  to: Day
}

/** The days a preset means, as of `today` in the tenant's zone. Both ends are counted. */
export function presetRange(id: PresetId, today: Day): Range {
  switch (id) {
    case 'today':
      return { from: today, to: today }
    case '7d':
      return { from: addDays(today, -6), to: today }
    case '30d':
      return { from: addDays(today, -29), to: today }
    case '90d':
      return { from: addDays(today, -89), to: today }
    case 'month':
      return { from: `${today.slice(0, 7)}-01`, to: today }
    case 'last_month': {
      const to = addDays(`${today.slice(0, 7)}-01`, -1)
      return { from: `${to.slice(0, 7)}-01`, to }
    }
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today }
  }
}
