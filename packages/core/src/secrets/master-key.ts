import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { keyBytes, open, seal } from './seal.ts'

/** The installation's one key. It wraps tenants' keys and seals what belongs to no tenant. */
export interface MasterKey {
  seal(plain: Uint8Array, context: string): Uint8Array
  open(sealed: Uint8Array, context: string): Uint8Array
  /** Keyed hash in hex for what belongs to no tenant: sign-in addresses in the limiter. */
  hash(kind: string, text: string): string
}

/** A new master key's bytes, for a first start. */
export function newMasterKey(): Uint8Array {
  return randomBytes(keyBytes)
}

/** @throws Error unless it is 32 bytes */
export function masterKeyFrom(bytes: Uint8Array): MasterKey {
  if (bytes.length !== keyBytes) throw new Error('the master key must be 32 bytes')
  const sealing = new Uint8Array(hkdfSync('sha256', bytes, '', 'throughline master seal', keyBytes))
  const hashing = new Uint8Array(hkdfSync('sha256', bytes, '', 'throughline master hash', keyBytes))
  return {
    seal: (plain, context) => seal(sealing, plain, context),
    open: (sealed, context) => open(sealing, sealed, context),
    hash: (kind, text) => createHmac('sha256', hashing).update(`${kind}\0${text}`).digest('hex'),
  }
}
