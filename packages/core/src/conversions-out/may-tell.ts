import type { ConsentWord } from '../actions/may-send.ts'
import type { WhyNotTold } from './conversions-out.ts'

/** A word with the form or list on which it was given. */
export type Word = ConsentWord & { source: string }

/** What is known of a conversion in the moment it is to be told. */
export interface Telling {
  /** The gift as it now stands; undefined where it is gone. */
  gift: { withdrawn: boolean; status: unknown; amountMinor: number; givenBackMinor: number } | undefined
  /** All words of whoever gave it, with those of contacts that are one person with them. */
  person: { words: readonly Word[]; erased: boolean } | undefined
  /** Where this client's consents come from; null = sending is off. */
  consentSource: string | null
}

/** Allowed, with the consent it rests on and what is left of the gift; or why not. */
export type MayTell =
  { ok: true; consent: { source: string; at: string }; amountMinor: number } | { ok: false; why: WhyNotTold }

/**
 * Whether an ad platform may be told of a conversion: only where its person has said yes to just that, their latest word being
 * what counts, and has opted out of nothing. No word is no consent. Of a gift that was given back in part the rest is told.
 */
export function mayTell({ gift, person, consentSource }: Telling): MayTell {
  const no = (why: WhyNotTold): MayTell => ({ ok: false, why })
  if (consentSource === null) return no('sending_is_off')
  if (!gift || gift.withdrawn || gift.status !== 'approved') return no('withdrawn')
  const amountMinor = gift.amountMinor - gift.givenBackMinor
  if (amountMinor <= 0) return no('given_back')
  if (!person) return no('nobody_known')
  if (person.erased) return no('erased')
  const latest = new Map<string, Word>()
  for (const word of [...person.words].sort(byTime)) latest.set(word.channel, word)
  const said = latest.get('ads')
  if (!said) return no('no_consent')
  for (const word of latest.values()) if (!word.granted) return no('opted_out')
  return { ok: true, consent: { source: said.source, at: said.happenedAt }, amountMinor }
}

/** Of two at one moment, the withdrawal is the later. */
const byTime = (a: ConsentWord, b: ConsentWord): number =>
  a.happenedAt < b.happenedAt ? -1 : a.happenedAt > b.happenedAt ? 1 : Number(b.granted) - Number(a.granted)
