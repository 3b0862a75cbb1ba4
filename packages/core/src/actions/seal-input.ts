import type { TenantKeyring } from '../secrets/index.ts'

const context = 'action.input'

/** What an action was asked for with: sealed, because it may name people, and hashed, so that a key used twice is seen. */
export function sealInput(keyring: TenantKeyring, input: unknown): { input: Uint8Array; inputHash: string } {
  const text = JSON.stringify(input) ?? 'null'
  return { input: keyring.seal(Buffer.from(text), context), inputHash: keyring.hash(context, text) }
}

export function openInput(keyring: TenantKeyring, sealed: Uint8Array): unknown {
  return JSON.parse(Buffer.from(keyring.open(sealed, context)).toString('utf8')) as unknown
}
