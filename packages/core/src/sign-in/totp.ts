import { Secret, TOTP } from 'otpauth'

const periodSeconds = 30
const issuer = 'Throughline'

/** A new authenticator secret: 160 bits. */
export function newTotpSecret(): Uint8Array {
  return new Secret({ size: 20 }).bytes
}

const totpOf = (secret: Uint8Array, label: string) =>
  new TOTP({
    issuer,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
  })

/** What an authenticator app reads: the secret to type, and the same as a link. */
export function totpInvitation(secret: Uint8Array, email: string): { secret: string; uri: string } {
  const totp = totpOf(secret, email)
  return { secret: totp.secret.base32, uri: totp.toString() }
}

/**
 * The time step a code belongs to, one step around now (RFC 6238 §5.2), or nothing when it is wrong or when its step was used:
 * a code works once.
 */
export function acceptedStep(secret: Uint8Array, code: string, now: Date, lastStep: number | null): number | undefined {
  const token = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return undefined
  const delta = totpOf(secret, '').validate({ token, timestamp: now.getTime(), window: 1 })
  if (delta === null) return undefined
  const step = Math.floor(now.getTime() / 1000 / periodSeconds) + delta
  return lastStep !== null && step <= lastStep ? undefined : step
}

/** The code an authenticator shows at a moment. For the demo's and the tests' people. */
export function totpCode(secretBase32: string, at: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secretBase32), period: periodSeconds }).generate({
    timestamp: at.getTime(),
  })
}
