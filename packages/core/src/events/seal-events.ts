import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { TenantKeyring } from '../secrets/index.ts'

const context = 'event.body'

/** Raw events as they are kept: compressed, then sealed for their tenant. */
export function sealEvents(keyring: Pick<TenantKeyring, 'seal'>, raw: Uint8Array): Uint8Array {
  return keyring.seal(zstdCompressSync(raw), context)
}

export function openEvents(keyring: Pick<TenantKeyring, 'open'>, sealed: Uint8Array): Uint8Array {
  return zstdDecompressSync(keyring.open(sealed, context))
}
