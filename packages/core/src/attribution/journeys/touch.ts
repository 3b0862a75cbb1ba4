import { touchTypes, type Touchpoint } from '@throughline/canonical'
import type { Evidence, Tier } from '../evidence.ts'
import type { Place } from '../place.ts'

export type TouchType = Touchpoint['type']

/** One dated marketing contact with a person, as credit sees it. */
export interface Touch {
  /** Epoch milliseconds. */
  at: number
  type: TouchType
  place: Place
  tier: Exclude<Tier, 'none'>
  evidence: readonly Evidence[]
  /** The fact or event that it is; the conversion itself where its codes alone prove the touch. */
  of: { kind: string; source: string; key: string }
}

/** What somebody only got or saw, without doing anything. Everything else is something that they did. */
const views: ReadonlySet<TouchType> = new Set([
  'impression',
  'text_sent',
  'text_delivered',
  'email_sent',
  'email_opened',
  'campaign_member',
])

/** Whether the window for views or the one for clicks is asked. */
export const isView = (type: TouchType): boolean => views.has(type)

/** Stored by place in the list of canonical touch types, which is only ever added to. */
export const touchCode = (type: TouchType): number => touchTypes.indexOf(type)
export const touchTypeOf = (code: number): TouchType => touchTypes[code] ?? 'activity'

/** In the order in which they happened; what happened at one moment in an order that never depends on arrival. */
export const inOrder = (a: Touch, b: Touch): number =>
  a.at - b.at || touchCode(a.type) - touchCode(b.type) || (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0)

const nameOf = ({ of }: Touch): string => `${of.kind}\0${of.source}\0${of.key}`
