import { Instant, KeyKind, KeyScope } from '@throughline/canonical'
import { z } from 'zod'
import { InTenant } from './shared.ts'

/** keys.list (query, InTenant) → Keys: those that work first. Of a key's text only its last four characters are known. */
export const KeyCard = z.object({
  keyId: z.uuid(),
  kind: KeyKind,
  name: z.string(),
  scopes: z.array(KeyScope),
  origins: z.array(z.string()),
  preview: z.string(),
  madeBy: z.string(),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  /** `ending`: replaced by another, works until `expiresAt`. */
  state: z.enum(['works', 'ending', 'expired', 'revoked']),
})
export const Keys = z.object({
  keys: z.array(KeyCard),
  /** Scopes that the reader may give a key. None: they may not make any. */
  mayGive: z.array(KeyScope),
})
export type Keys = z.infer<typeof Keys>

/** keys.create (mutation) → ToldKey: the text is told this once. */
export const CreateKeyInput = InTenant.extend({
  kind: KeyKind,
  name: z.string().max(200),
  scopes: z.array(KeyScope).max(20),
  origins: z.array(z.string().max(300)).max(50),
  expiresAt: Instant.nullable(),
})
export const ToldKey = z.object({ keyId: z.uuid(), key: z.string() })
/** keys.rotate (mutation) → ToldKey; keys.rename, keys.revoke (mutations) → Done */
export const RotateKeyInput = InTenant.extend({ keyId: z.uuid(), overlapHours: z.number() })
export const RenameKeyInput = InTenant.extend({ keyId: z.uuid(), name: z.string().max(200) })
export const RevokeKeyInput = InTenant.extend({ keyId: z.uuid() })
