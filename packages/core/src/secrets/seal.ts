import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** 256 bits. */
export const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/**
 * AES-256-GCM: nonce (12) · ciphertext · tag (16). `context` is authenticated with it, so that a sealed value moved to another
 * table, tenant or row no longer opens.
 */
export function seal(key: Uint8Array, plain: Uint8Array, context: string): Uint8Array {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(context))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/**
 * What `seal` closed.
 * @throws Error when the key or the context is another one, or a byte changed
 */
export function open(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array {
  if (sealed.length < nonceBytes + tagBytes) throw new Error('sealed value too short')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)), decipher.final()])
}
