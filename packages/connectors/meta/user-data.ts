import { createHash } from 'node:crypto'
import { countryCode, regionCode } from './regions.ts'

/** What may be told of a person who said that it may be: never employer, occupation, street or party. */
export interface ConversionPerson {
  email?: string | undefined
  phone?: string | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  city?: string | undefined
  region?: string | undefined
  postalCode?: string | undefined
  country?: string | undefined
  /** `YYYY-MM-DD`. */
  birthDay?: string | undefined
  gender?: 'f' | 'm' | undefined
  /** Ids that the sources give this person. */
  externalIds?: readonly string[] | undefined
}

export type HashedPerson = Record<string, string[]>

/**
 * The person as Meta matches people: normalised, then SHA-256 in lower hex, without a key because Meta has to come to the same. Made
 * at the moment of sending and kept nowhere. What cannot be normalised is left out.
 */
export function hashPerson(person: ConversionPerson): HashedPerson {
  const country = person.country === undefined ? undefined : countryCode(person.country)
  const fields: Record<string, (string | undefined)[]> = {
    em: [person.email && normaliseEmail(person.email)],
    ph: [person.phone && normalisePhone(person.phone, country)],
    fn: [person.firstName && normaliseName(person.firstName)],
    ln: [person.lastName && normaliseName(person.lastName)],
    ct: [person.city && normaliseCity(person.city)],
    st: [person.region && regionCode(person.region)],
    zp: [person.postalCode && normalisePostalCode(person.postalCode)],
    country: [country],
    db: [
      person.birthDay && /^\d{4}-\d{2}-\d{2}$/.test(person.birthDay) ? person.birthDay.replaceAll('-', '') : undefined,
    ],
    ge: [person.gender],
    external_id: (person.externalIds ?? []).map((id) => id.toLowerCase().replace(/\s/g, '')),
  }
  const hashed = Object.entries(fields).map(
    ([name, values]) => [name, [...new Set(values.flatMap((value) => value || []))].map(sha256)] as const,
  )
  return Object.fromEntries(hashed.filter(([, values]) => values.length > 0))
}

/** Trimmed, lower case. */
function normaliseEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase()
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? email : undefined
}

/**
 * Digits with the country's own in front, no leading zeros, no extension. Ten digits without a country are North American; anything
 * else without one cannot be placed.
 */
export function normalisePhone(text: string, country?: string): string | undefined {
  const main = text.replace(/\s*(?:x|ext\.?|extension|#)\s*\d+\s*$/i, '')
  const isInternational = /^\s*(?:\+|00|011)/.test(main)
  const digits = main.replace(/\D/g, '').replace(/^(?:011|0+)/, '')
  if (isInternational) return digits.length >= 8 && digits.length <= 15 ? digits : undefined
  const northAmerican = country === undefined || country === 'us' || country === 'ca'
  if (!northAmerican) return undefined
  if (digits.length === 10) return `1${digits}`
  return digits.length === 11 && digits.startsWith('1') ? digits : undefined
}

/** Lower case, letters of any script and digits only: `De La Cruz` is `delacruz`. */
export function normaliseName(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]/gu, '')
}

/** Lower case, then a–z and 0–9 only: `St. Louis` is `stlouis`. */
function normaliseCity(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** The part before the dash, without blanks: `63101-0001` is `63101`. */
export function normalisePostalCode(text: string): string | undefined {
  const code = (text.split('-')[0] ?? '').toLowerCase().replace(/\s/g, '')
  return code.length >= 2 ? code : undefined
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
