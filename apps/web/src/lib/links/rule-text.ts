import { words } from '#lib/words.ts'
import type { Condition } from './link-types.ts'

const w = words.links

/** One condition as it is read: `refcode begins with sms_, tx_`. */
export function conditionText({ field, comparison, values }: Condition): string {
  const said = `${w.fields[field] ?? field} ${w.comparisons[comparison] ?? comparison}`
  const named = field === 'channel' ? values.map((value) => w.channels[value] ?? value) : values
  return values.length === 0 ? said : `${said} ${w.or(named)}`
}

/** What was typed as one or several values. */
export const valuesIn = (text: string): string[] =>
  text
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '')
