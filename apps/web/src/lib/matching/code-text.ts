import { formatPercent } from '@throughline/ui/format'
import type { Answers, Questions } from '#lib/app-router.ts'
import { words } from '#lib/words.ts'

export type Code = Answers['matching']['codes']['rows'][number]
export type CodeState = Code['state']
export type Decision = Questions['matching']['decide']['decision']

/** What was done, and what undoes it: the decision as text, empty where there was none. */
export interface Deed {
  said: string
  undo: { code: string; decision: string }
}

/** What stands together under one tab. */
export const tabs = {
  open: ['conflict', 'near', 'new'],
  near: ['near'],
  conflict: ['conflict'],
  new: ['new'],
  rule: ['rule'],
  known: ['known'],
  ignored: ['ignored'],
} as const satisfies Record<string, readonly CodeState[]>
export type Tab = keyof typeof tabs

export const readTab = (asked: string | null): Tab =>
  asked !== null && Object.hasOwn(tabs, asked) ? (asked as Tab) : 'open'

const w = words.codes

/** What is known of a code, in a line. */
export function knownText({ state, place, by, trouble, concerns, suggestion }: Code, locale: string): string {
  if (trouble === 'ignored') return w.ignoredBy
  const names = concerns.map(({ name }) => name).join(', ')
  if (trouble === 'decision_gone') return w.gone(names)
  if (trouble === 'two_claim_it') return w.claimed(names)
  const channel = place && words.attribution.channels[place.channel]
  const known =
    place && [place.creative?.name ?? place.campaign?.name ?? place.partner, channel].filter(Boolean).join(', ')
  if (state === 'near' && suggestion) {
    const like = w.like(suggestion.code, formatPercent(suggestion.score, locale, { places: 0 }))
    return by === 'similar_code' ? `${like}; ${w.credited}` : channel ? `${channel}; ${like}` : like
  }
  return known ? `${known} · ${w.by[by ?? ''] ?? by ?? ''}` : w.unknown
}

/** Whose a similar code is, as something that can be said. */
export function accepted({ suggestion }: Pick<Code, 'suggestion'>): Decision {
  const record = suggestion?.creative ?? suggestion?.campaign
  return record
    ? { says: record.kind === 'campaign' ? 'campaign' : 'creative', source: record.source, key: record.key }
    : null
}

/** The same page with some of its parameters changed; an empty one goes. */
export function linkWith(asked: Iterable<[string, string]>, change: Readonly<Record<string, string>>): string {
  const parameters = Object.entries({ ...Object.fromEntries(asked), ...change }).filter(([, value]) => value !== '')
  return `?${new URLSearchParams(parameters).toString()}`
}
