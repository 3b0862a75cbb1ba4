import { sameSecret, type RawRequest } from '@throughline/connector-kit'
import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'

/** HubSpot’s own rule for version 3; held against clocks that run ahead as well. */
const longestMs = 300_000
/** Version 1 signs no time of sending, so the events’ own times must do: HubSpot gives up after a day, some say three. */
const oldestEventMs = 3 * 86_400_000

/** The characters that HubSpot undoes in the address before it signs it. */
const undone: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
}

/**
 * True where the delivery is HubSpot's. Version 3 (base64 of HMAC-SHA-256 over method, address, body and time) decides wherever its
 * header is there; only without it counts version 1 (hex of SHA-256 over secret and body), which CRM deliveries still carry, and
 * then only for events of the last days. Version 2 is never sent for them. Blank secrets prove nothing.
 */
export function isFromHubSpot(request: RawRequest, secret: string | undefined, now: Date, publicUrl: string): boolean {
  if (!secret) return false
  const { headers } = request
  const signed = headers.get('x-hubspot-signature-v3')
  if (signed !== null) return provesV3(request, signed, secret, now, publicUrl)
  const [version, first] = [headers.get('x-hubspot-signature-version'), headers.get('x-hubspot-signature')]
  return version?.toLowerCase() === 'v1' && first !== null && provesV1(request.body, first, secret, now)
}

function provesV3(request: RawRequest, signed: string, secret: string, now: Date, publicUrl: string): boolean {
  const sentAt = request.headers.get('x-hubspot-request-timestamp') ?? ''
  if (!/^\d{1,15}$/.test(sentAt) || Math.abs(now.getTime() - Number(sentAt)) > longestMs) return false
  let proved = false
  for (const address of addressesOf(publicUrl))
    proved = sameSecret(signed, signatureV3(secret, request.method, address, request.body, sentAt)) || proved
  return proved
}

/** Bytes, so that a body is hashed as it came. */
export function signatureV3(secret: string, method: string, address: string, body: Uint8Array, sentAt: string): string {
  const hmac = createHmac('sha256', secret).update(method.toUpperCase() + address, 'utf8')
  return hmac.update(body).update(sentAt, 'utf8').digest('base64')
}

export function signatureV1(secret: string, body: Uint8Array): string {
  return createHash('sha256').update(secret, 'utf8').update(body).digest('hex')
}

/**
 * What HubSpot may have signed as the address: with its table undone, as the SDKs do (nothing undone), or, what is told nowhere,
 * with everything undone.
 */
function addressesOf(address: string): Set<string> {
  const known = address.replace(/%[0-9a-f]{2}/gi, (code) => undone[code.toUpperCase()] ?? code)
  return new Set([known, address, everythingUndone(address)])
}

function everythingUndone(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

const Events = z.array(z.looseObject({ occurredAt: z.number() })).min(1)

function provesV1(body: Uint8Array, given: string, secret: string, now: Date): boolean {
  if (!sameSecret(given.toLowerCase(), signatureV1(secret, body))) return false
  const newest = Math.max(...timesOf(body))
  return now.getTime() - newest <= oldestEventMs && newest - now.getTime() <= longestMs
}

function timesOf(body: Uint8Array): number[] {
  try {
    const events = Events.safeParse(JSON.parse(Buffer.from(body).toString('utf8')))
    return events.success ? events.data.map(({ occurredAt }) => occurredAt) : [-Infinity]
  } catch {
    return [-Infinity]
  }
}
