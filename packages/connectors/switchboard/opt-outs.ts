/** Words that carriers and CTIA's handbook ask every sender to honour; Switchboard knows about 155 that it does not publish. */
const usual = [
  'stop',
  'stopall',
  'stop all',
  'end',
  'quit',
  'cancel',
  'unsubscribe',
  'optout',
  'opt out',
  'revoke',
  'remove me',
  'stop2end',
  'stop to end',
  'arret',
  'alto',
  'parar',
]

/** True of a reply that is an opt-out word and nothing else: a word inside a longer reply is for Switchboard and staff to judge. */
export function isOptOutText(text: string | undefined, further: readonly string[] = []): boolean {
  const said = bare(text ?? '')
  return said !== '' && [...usual, ...further.map(bare)].includes(said)
}

const bare = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** True where a cell or a field says yes. */
export const saysYes = (value: unknown): boolean =>
  value === true ||
  value === 1 ||
  (typeof value === 'string' && /^(?:true|t|yes|y|1|x|opted[ _-]?out)$/i.test(value.trim()))
