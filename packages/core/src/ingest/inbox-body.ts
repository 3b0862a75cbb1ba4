import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { TenantKeyring } from '../secrets/index.ts'

const context = 'inbox.body'

/** A raw body as it is kept: compressed, then sealed for its tenant. */
export function sealBody(keyring: TenantKeyring, raw: Uint8Array): Uint8Array {
  return keyring.seal(zstdCompressSync(raw), context)
}

export function openBody(keyring: TenantKeyring, sealed: Uint8Array): Uint8Array {
  return zstdDecompressSync(keyring.open(sealed, context))
}
