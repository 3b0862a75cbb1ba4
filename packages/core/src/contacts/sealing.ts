import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { PersonKey, TenantKeyring } from '../secrets/index.ts'
import type { VaultEntry } from './vault-entry.ts'

const text = new TextDecoder()

/** Seals a vault entry with the person's own key. */
export function sealVault(entry: VaultEntry, key: PersonKey): Uint8Array {
  return key.seal(Buffer.from(JSON.stringify(entry)), 'vault')
}

export function openVault(sealed: Uint8Array, key: PersonKey): VaultEntry {
  return JSON.parse(text.decode(key.open(sealed, 'vault'))) as VaultEntry
}

/**
 * Seals a source's row, compressed first: with its person's key, so that erasing the person makes it unreadable, or, where it
 * speaks of nobody, with the tenant's.
 */
export function sealBody(raw: unknown, key: PersonKey | TenantKeyring): Uint8Array {
  return key.seal(deflateRawSync(JSON.stringify(raw) ?? 'null', { level: 1 }), 'source-record')
}

export function openBody(sealed: Uint8Array, key: PersonKey | TenantKeyring): unknown {
  return JSON.parse(text.decode(inflateRawSync(key.open(sealed, 'source-record'))))
}
