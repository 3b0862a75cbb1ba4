/** The words by which a person stops all texts of an account, and by which they allow them again. A word in a sentence is neither. */
const stops = new Set(['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit'])
const starts = new Set(['start', 'unstop'])
/** A carrier's word for "this person has opted out", as Twilio numbers it. */
const optedOutCodes = new Set(['21610'])

/** What an incoming text says of being written to: no, yes, or nothing. */
export function wordOf(text: string | null | undefined): 'no' | 'yes' | undefined {
  const word = text?.trim().toLowerCase() ?? ''
  return stops.has(word) ? 'no' : starts.has(word) ? 'yes' : undefined
}

/** True where sending failed because the person has opted out. */
export const saysOptedOut = (code: string | number | null | undefined): boolean => optedOutCodes.has(String(code ?? ''))
