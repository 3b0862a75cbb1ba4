import { normaliseEmail, normalisePhone } from '../contacts/normalise.ts'

/** Deeper than this nothing is kept. */
const deepest = 16

/** What is found in a value that cannot be kept as it is. */
export class Unclean extends Error {
  override name = 'Unclean'
  readonly code: 'too_deep' | 'invalid_text' | 'number_out_of_range' | 'personal_data'
  readonly field: string
  constructor(code: Unclean['code'], field: string, message: string) {
    super(message)
    this.code = code
    this.field = field
  }
}

export interface Cleaning {
  /** What becomes of emails and phone numbers. */
  personalData: 'hash' | 'refuse'
  /** Keyed hash of the tenant. */
  hash: (kind: 'email' | 'phone', text: string) => string
}

const email = /[\w.%+-]{1,64}(?:@|%40)[a-z\d.-]{1,253}\.[a-z]{2,24}/gi
/** With a country code, or in the groups of the North American plan: a bare row of digits may be any number. */
const phone =
  /(?<![\w.])(?:\+|%2B)[1-9]\d{7,14}(?!\w)|(?<![\w.-])(?:\+?1[-.\s]?)?(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[-.\s])\d{3}[-.\s]\d{4}(?![\w-])/gi
/** Fields that hold a phone number, where a bare row of digits is one. */
const phoneField = /phone|mobile|cell|msisdn|^tel$/i

/**
 * A JSON value as it may be kept: emails and phone numbers hashed, nothing that the database cannot store.
 * @throws Unclean naming the field
 */
export function cleanValue(value: unknown, cleaning: Cleaning, path = '', depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value, cleaning, path)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Unclean('number_out_of_range', path, 'A number is too large.')
    return bareNumber(String(value), path, cleaning) ?? value
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) throw new Unclean('too_deep', path, `Nested deeper than ${deepest} levels.`)
  if (Array.isArray(value)) return value.map((each, i) => cleanValue(each, cleaning, `${path}[${i}]`, depth + 1))
  const clean: [string, unknown][] = []
  for (const [key, each] of Object.entries(value)) {
    const name = cleanText(key, cleaning, path)
    clean.push([name, cleanValue(each, cleaning, path === '' ? name : `${path}.${name}`, depth + 1)])
  }
  return Object.fromEntries(clean)
}

/** Text without NUL, halves of characters, emails and phone numbers. */
export function cleanText(text: string, cleaning: Cleaning, path: string): string {
  if (text.includes('\0')) throw new Unclean('invalid_text', path, 'Holds a NUL character.')
  if (!text.isWellFormed()) throw new Unclean('invalid_text', path, 'Holds half of a character.')
  let clean = text
  if (text.includes('@') || text.includes('%40'))
    clean = clean.replaceAll(email, (found) => {
      const plain = normaliseEmail(found.replace(/%40/i, '@'))
      return plain === undefined ? found : replaced('email', plain, path, cleaning)
    })
  if (/\d{4}/.test(text))
    clean = clean.replaceAll(phone, (found) => {
      const plain = normalisePhone(found.replace(/%2B/i, '+'))
      return plain === undefined ? found : replaced('phone', plain, path, cleaning)
    })
  return bareNumber(clean, path, cleaning) ?? clean
}

function bareNumber(text: string, path: string, cleaning: Cleaning): string | undefined {
  if (!/^\d{10,15}$/.test(text) || !phoneField.test(path.slice(path.lastIndexOf('.') + 1))) return undefined
  const plain = normalisePhone(text)
  return plain === undefined ? undefined : replaced('phone', plain, path, cleaning)
}

function replaced(kind: 'email' | 'phone', plain: string, path: string, { personalData, hash }: Cleaning): string {
  if (personalData === 'refuse')
    throw new Unclean('personal_data', path, `Holds ${kind === 'email' ? 'an email address' : 'a phone number'}.`)
  return `${kind}:${hash(kind, plain)}`
}
