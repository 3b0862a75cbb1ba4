import { isWakingHour } from './quiet-hours.ts'

/** The latest word of a person on one channel. */
export interface ConsentWord {
  channel: 'sms' | 'email' | 'call' | 'ads'
  granted: boolean
  happenedAt: string
}

/** What decides whether somebody may be written to. */
export interface Sending {
  channel: 'sms' | 'email' | 'call'
  /** E.164, for texts and calls. */
  phone?: string | undefined
  /** Where this client's consents come from, in words; null = sending is off. */
  consentSource: string | null
  /** All words of this person, on any channel, in any order. */
  words: readonly ConsentWord[]
  erased: boolean
  now: Date
}

/** Allowed, or why not, in words for the person who asked; `later` where it is only the hour. */
export type Permission = { ok: true } | { ok: false; why: Refusal; say: string }
type Refusal = 'off' | 'no_number' | 'erased' | 'opted_out' | 'no_consent' | 'quiet_hours' | 'unknown_place'

/**
 * Sending is off until a consent source is named; an opt-out on any channel stops every send; no row is no consent; and texts and
 * calls go out between 8:00 and 21:00 where the person is.
 */
export function maySend({ channel, phone, consentSource, words, erased, now }: Sending): Permission {
  if (consentSource === null)
    return no('off', 'Sending is off for this client. Name the source of consent in the settings first.')
  if (erased) return no('erased', 'This person was erased.')
  if (channel !== 'email' && phone === undefined) return no('no_number', 'This is no phone number that can be reached.')
  const latest = new Map<string, ConsentWord>()
  // What ad platforms may be told is another question, with another answer.
  for (const word of [...words].sort(byTime)) if (word.channel !== 'ads') latest.set(word.channel, word)
  for (const word of latest.values())
    if (!word.granted) return no('opted_out', 'This person has opted out. Nothing is sent to them on any channel.')
  if (!latest.get(channel)?.granted) return no('no_consent', 'This person has not consented to this.')
  if (phone === undefined || channel === 'email') return { ok: true }
  const waking = isWakingHour(phone, now)
  if (waking === 'unknown') return no('unknown_place', 'The time of day where this number is cannot be told.')
  return waking === 'yes' ? { ok: true } : no('quiet_hours', 'It is before 8:00 or after 21:00 where this person is.')
}

const no = (why: Refusal, say: string): Permission => ({ ok: false, why, say })

/** Of two at one moment, the withdrawal is the later. */
const byTime = (a: ConsentWord, b: ConsentWord): number =>
  a.happenedAt < b.happenedAt ? -1 : a.happenedAt > b.happenedAt ? 1 : Number(b.granted) - Number(a.granted)
