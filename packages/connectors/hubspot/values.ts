import { minorUnitExponent, type Money } from '@throughline/canonical'
import { z } from 'zod'

/** All values of properties are text on the wire; blank and null mean nothing. */
export type Properties = Readonly<Record<string, string>>

const blank = (value: unknown): boolean => value === null || value === undefined || value === ''

/** An id is text here, whatever it is on the wire. */
export const Id = z.union([z.string().min(1), z.number().int()]).transform(String)

/** A moment as HubSpot writes it (ISO 8601, or epoch milliseconds) as milliseconds; undefined where it is neither. */
export function millisOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const millis = /^\d{9,}$/.test(text) ? Number(text) : Date.parse(text)
  return Number.isNaN(millis) || Math.abs(millis) > 8.64e15 ? undefined : millis
}

/** The same as an instant with milliseconds. */
export function instantOf(text: string | undefined): string | undefined {
  const millis = millisOf(text)
  return millis === undefined ? undefined : new Date(millis).toISOString()
}

/** A moment of a row's own, parsed: a row without a readable one is set aside. */
export const Moment = z.string().transform((text, context) => {
  const instant = instantOf(text)
  if (instant !== undefined) return instant
  context.issues.push({ code: 'custom', message: 'a moment in ISO 8601', input: text })
  return z.NEVER
})

export function text(properties: Properties, name: string): string | undefined {
  const value = properties[name]?.trim()
  return value === '' ? undefined : value
}

export const instant = (properties: Properties, name: string): string | undefined => instantOf(text(properties, name))

/** Undefined where it is neither true nor false: not asked for, or not known. */
export function flag(properties: Properties, name: string): boolean | undefined {
  const value = text(properties, name)?.toLowerCase()
  return value === 'true' ? true : value === 'false' ? false : undefined
}

/** A list as HubSpot joins it: `51;1;1551`. */
export function list(properties: Properties, name: string): string[] {
  const parts = (properties[name] ?? '').split(';').map((part) => part.trim())
  return parts.filter((part) => part !== '')
}

/** 0–1, else nothing. */
export function probability(value: string | undefined): number | undefined {
  const number = blank(value) ? NaN : Number(value)
  return number >= 0 && number <= 1 ? number : undefined
}

/** What of these properties is filled in, in one order, so that a record reads the same whichever way it came. */
export function filled(properties: unknown): unknown {
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return properties
  const entries = Object.entries(properties).filter(([, value]) => !blank(value))
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * A decimal amount of money, exactly; half a minor unit and more is rounded up, away from zero (HubSpot keeps more places than
 * the currency has). Reads `1.2E7` as well.
 * @throws RangeError where it is no decimal
 */
export function moneyOf(decimal: string, currency: string): Money {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/.exec(decimal.trim())
  const [, sign, whole = '', fraction = '', exponent = '0'] = match ?? []
  if (!match || whole + fraction === '') throw new RangeError('not a decimal amount')
  const point = whole.length + Number(exponent) + minorUnitExponent(currency)
  const digits = (whole + fraction).padEnd(point + 1, '0')
  const kept = point > 0 ? digits.slice(0, point) : '0'
  const next = point >= 0 ? (digits[point] ?? '0') : '0'
  const minor = Number(kept) + (next >= '5' ? 1 : 0)
  if (!Number.isSafeInteger(minor)) throw new RangeError('amount too large')
  return { minor: sign === '-' && minor !== 0 ? -minor : minor, currency }
}

const knownZones = new Map<string, boolean>()

/** HubSpot names zones as IANA does, older names included; one that this runtime does not know counts as UTC. */
function knownZone(zone: string): string {
  const known = knownZones.get(zone) ?? isZone(zone)
  knownZones.set(zone, known)
  return known ? zone : 'UTC'
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

/** The calendar day in the account's zone. */
export function dayIn(zone: string, instant: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(knownZone(zone)).toPlainDate().toString()
}

/** Midnight that begins a day in the account's zone, as epoch milliseconds. */
export function midnight(zone: string, day: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(knownZone(zone)).epochMilliseconds
}
