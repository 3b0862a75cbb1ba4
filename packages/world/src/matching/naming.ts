import type { Rng } from '@throughline/stats'

/** What a code is made of: whoever writes it down, they all know the same. */
export interface CodeSubject {
  channel: 'ads' | 'sms' | 'email'
  /** YYYY-MM-DD */
  day: string
  topic: string
  audience: string
  /** 1, 2, …: of the same topic on the same day. */
  number: number
}

/** How one client names its codes. */
export type Naming = (subject: CodeSubject) => string

export const topics = [
  ...['rally', 'gotv', 'deadline', 'match', 'chipin', 'healthcare', 'climate', 'courts', 'thanks', 'survey', 'debate'],
  ...[
    'petition',
    'endofmonth',
    'birthday',
    'housing',
    'wages',
    'schools',
    'volunteer',
    'recap',
    'breaking',
    'founders',
  ],
] as const
export const audiences = [
  'all',
  'actives',
  'lapsed',
  'new',
  'prospects',
  'sustainers',
  'ca',
  'tx',
  'midwest',
  'vips',
] as const

const marks = {
  ads: ['fb', 'meta', 'FB', 'ad'],
  sms: ['sms', 'txt', 'p2p', 'SMS'],
  email: ['em', 'email', 'EM', 'eml'],
} as const
const letter = (number: number): string => 'abcdefghijklmnopqrstuvwxyz'[(number - 1) % 26] ?? 'a'
const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Clients name their codes in one of the ways that are seen in the field, each with its own marks. */
export function drawNaming(rng: Rng): Naming {
  const at = rng.below(4)
  const mark = ({ channel }: CodeSubject) => marks[channel][at] ?? channel
  const compact = ({ day }: CodeSubject) => day.replaceAll('-', '')
  const short = ({ day }: CodeSubject) => day.slice(5).replace('-', '')
  const namings: Naming[] = [
    (it) => `${mark(it)}_${compact(it)}_${it.number}`,
    (it) => `${mark(it)}_${compact(it).slice(0, 6)}_${it.topic}${it.number}`,
    (it) => `${mark(it)}-${short(it)}-${it.topic}-${it.audience}-${letter(it.number)}`,
    (it) => `${compact(it)}_${mark(it)}_${it.topic}_${it.audience}`,
    (it) => `${mark(it)}${compact(it).slice(2)}${letter(it.number)}`,
    (it) => `${it.topic}_${mark(it)}_${letter(it.number)}${it.number}`,
    (it) =>
      `${mark(it).toUpperCase()}_${it.audience.toUpperCase()}_${it.topic.toUpperCase()}_V${it.number}_${short(it)}`,
    (it) =>
      `${mark(it)}_${it.topic}_${it.audience}_spring-summer-fundraising-programme_${compact(it)}_${letter(it.number)}`,
    (it) => {
      const own = rng.split(`code ${JSON.stringify(it)}`)
      return `${mark(it)[0] ?? 'x'}${Array.from({ length: 5 }, () => alphabet[own.below(alphabet.length)]).join('')}`
    },
  ]
  return rng.pick(namings)
}
