import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { keyBytes, open, seal } from './seal.ts'

/** One person's own key: destroying its wrapped form makes everything sealed with it unreadable for ever. */
export interface PersonKey {
  seal(plain: Uint8Array, context: string): Uint8Array
  open(sealed: Uint8Array, context: string): Uint8Array
}

/** What one tenant's secrets are closed and its people are hashed with. */
export interface TenantKeyring {
  /** The version that seals now. */
  readonly version: number
  /** Closes bytes for this tenant; the version is written in front. `context` names the table and column. */
  seal(plain: Uint8Array, context: string): Uint8Array
  open(sealed: Uint8Array, context: string): Uint8Array
  /**
   * HMAC-SHA-256 in hex of a normalised identity. Made with the tenant's first key for ever, so that rotation loses no match;
   * `kind` keeps an email's hash and a phone's apart.
   */
  hash(kind: string, text: string): string
  newPersonKey(): { wrapped: Uint8Array; key: PersonKey }
  openPersonKey(wrapped: Uint8Array): PersonKey
}

const derived = (key: Uint8Array, purpose: string) =>
  new Uint8Array(hkdfSync('sha256', key, '', `throughline ${purpose}`, keyBytes))

function personKey(key: Uint8Array): PersonKey {
  return { seal: (plain, context) => seal(key, plain, context), open: (sealed, context) => open(key, sealed, context) }
}

/**
 * A tenant's keyring over its unwrapped data keys.
 * @param keys by version; the highest seals, the lowest hashes
 */
export function tenantKeyring(tenantId: string, keys: ReadonlyMap<number, Uint8Array>): TenantKeyring {
  const versions = [...keys.keys()].sort((a, b) => a - b)
  const [first] = versions
  const newest = versions.at(-1)
  if (first === undefined || newest === undefined) throw new Error('a tenant without a key')
  const sealing = new Map([...keys].map(([version, key]) => [version, derived(key, 'seal')]))
  const hashing = derived(keys.get(first) ?? new Uint8Array(), 'hash')
  const keyOf = (version: number) => {
    const key = sealing.get(version)
    if (!key) throw new Error(`no key of version ${version}`)
    return key
  }
  const closed = (plain: Uint8Array, context: string) => {
    const version = Buffer.alloc(2)
    version.writeUInt16BE(newest)
    return Buffer.concat([version, seal(keyOf(newest), plain, `${tenantId} ${context}`)])
  }
  const opened = (sealed: Uint8Array, context: string) => {
    const version = Buffer.from(sealed.subarray(0, 2)).readUInt16BE()
    return open(keyOf(version), sealed.subarray(2), `${tenantId} ${context}`)
  }
  return {
    version: newest,
    seal: closed,
    open: opened,
    hash: (kind, text) => createHmac('sha256', hashing).update(`${kind}\0${text}`).digest('hex'),
    newPersonKey: () => {
      const key = randomBytes(keyBytes)
      return { wrapped: closed(key, 'person-key'), key: personKey(key) }
    },
    openPersonKey: (wrapped) => personKey(opened(wrapped, 'person-key')),
  }
}
