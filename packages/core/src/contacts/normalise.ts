import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** An email as it is hashed: trimmed and lower-cased, nothing else. Undefined where it is none. */
export function normaliseEmail(email: string | undefined): string | undefined {
  const text = email?.trim().toLowerCase()
  return text && /^[^\s@]+@[^\s@]+$/.test(text) ? text : undefined
}

/** A ten-digit number of the North American plan, with or without its 1: what libphonenumber reads as +1 and the ten digits. */
const northAmerican = /^(?:\+?1)?([2-9]\d{2}[2-9]\d{6})$/

/**
 * A phone number in E.164, read as a United States one where it names no country; an extension is dropped. Undefined where it is
 * no possible number.
 * @example normalisePhone('(314) 555-0142 x12') // '+13145550142'
 */
export function normalisePhone(phone: string | undefined): string | undefined {
  if (!phone) return undefined
  const quick = northAmerican.exec(phone.replace(/[\s().-]/g, ''))
  if (quick) return `+1${quick[1]}`
  const parsed = parsePhoneNumberFromString(phone, 'US')
  return parsed?.isPossible() ? parsed.number : undefined
}
