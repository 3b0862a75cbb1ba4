import { randomBytes, randomUUID } from 'node:crypto'
import { Conflict, Forbidden, NotFound, type KeyScope } from '@throughline/canonical'
import {
  actorName,
  appendAudit,
  eq,
  sql,
  tables,
  tokenHash,
  type Actor,
  type Inside,
  type Transaction,
} from '@throughline/db'
import { requireMay } from '../tenants/index.ts'
import type { ApiKeys, ApiKeysDeps, KeyCard, KeyItself, NewKey, ProvedKey, ToldKey } from './api-keys.ts'
import {
  checkedKey,
  keyName,
  mostKeys,
  overlapEnds,
  previewOf,
  requireReplaceable,
  scopesToGive,
  stateOf,
  successorEnds,
} from './key-rules.ts'
import { keyText } from './key-text.ts'
import { standardPlan } from './plan.ts'

const { apiKey, apiKeyUse, member, tenant, tenantGrant } = tables
type Row = typeof apiKey.$inferSelect
type Needs = Pick<ApiKeysDeps, 'door' | 'now'>

/** Every key there was, those that work first, then by age. */
export async function listKeys({ door, now }: Needs, actor: Actor, tenantId: string): ReturnType<ApiKeys['list']> {
  return door.withTenant(actor, tenantId, async ({ db, role }) => {
    requireMay(role, 'keys.read')
    const rows = await db
      .select({ key: apiKey, lastUsedAt: apiKeyUse.lastUsedAt })
      .from(apiKey)
      .leftJoin(apiKeyUse, eq(apiKeyUse.keyId, apiKey.keyId))
      .orderBy(sql`${apiKey.createdAt} desc, ${apiKey.keyId}`)
    const names = await namesIn(db)
    const replaced = new Set(rows.map(({ key }) => key.rotatedFrom))
    const keys = rows.map(({ key, lastUsedAt }): KeyCard => {
      const { keyId, kind, name, origins, createdAt, expiresAt, revokedAt } = key
      return {
        ...{ keyId, kind, name, origins, createdAt, expiresAt, revokedAt, lastUsedAt },
        scopes: key.scopes as KeyScope[],
        preview: previewOf(key),
        madeBy: names.get(key.createdBy) ?? 'Someone of the agency, or no longer here',
        state: stateOf(key, replaced.has(keyId), now()),
      }
    })
    const works = (key: KeyCard) => key.state === 'works' || key.state === 'ending'
    return { keys: [...keys.filter(works), ...keys.filter((key) => !works(key))], mayGive: scopesToGive(role) }
  })
}

export async function createKey({ door, now }: Needs, actor: Actor, tenantId: string, input: NewKey): Promise<ToldKey> {
  return door.withTenant(actor, tenantId, async (inside) => {
    requireMay(inside.role, 'keys.write')
    const key = checkedKey(input, inside.role, now())
    // Two made at once take turns, so that neither slips past the count.
    await inside.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`api keys of ${tenantId}`}, 0))`)
    const working = await inside.db
      .select({ keyId: apiKey.keyId })
      .from(apiKey)
      .where(sql`revoked_at is null and (expires_at is null or expires_at > ${now().toISOString()}::timestamptz)`)
    if (working.length >= mostKeys) throw new Conflict(`A client has at most ${mostKeys} working keys.`)
    return addKey(inside, now(), { ...key, rotatedFrom: null }, 'key.created')
  })
}

export async function rotateKey(
  { door, now }: Needs,
  actor: Actor,
  tenantId: string,
  { keyId, overlapHours }: Parameters<ApiKeys['rotate']>[2],
): Promise<ToldKey> {
  return door.withTenant(actor, tenantId, async (inside) => {
    requireMay(inside.role, 'keys.write')
    const { db } = inside
    const old = await lockKey(db, keyId)
    const successors = await db.select({ keyId: apiKey.keyId }).from(apiKey).where(eq(apiKey.rotatedFrom, keyId))
    requireReplaceable(stateOf(old, successors.length > 0, now()))
    const endsAt = overlapEnds(overlapHours, old.expiresAt, now())
    const { kind, name, origins } = old
    const wanted: NewKey = {
      ...{ kind, name, origins },
      scopes: old.scopes as KeyScope[],
      expiresAt: successorEnds(old, now()),
    }
    const successor = { ...checkedKey(wanted, inside.role, now()), rotatedFrom: keyId }
    await db.update(apiKey).set({ expiresAt: endsAt }).where(eq(apiKey.keyId, keyId))
    return addKey(inside, now(), successor, 'key.rotated', { replaces: keyId, oldKeyEndsAt: endsAt })
  })
}

export async function renameKey(
  { door, now }: Needs,
  actor: Actor,
  tenantId: string,
  input: { keyId: string; name: string },
): Promise<void> {
  await door.withTenant(actor, tenantId, async (inside) => {
    requireMay(inside.role, 'keys.write')
    const name = keyName(input.name)
    const before = await lockKey(inside.db, input.keyId)
    await inside.db.update(apiKey).set({ name }).where(eq(apiKey.keyId, input.keyId))
    await tell(inside, now(), 'key.renamed', input.keyId, { before: before.name, after: name })
  })
}

/** Revoking twice is revoking once. */
export async function revokeKey({ door, now }: Needs, actor: Actor, tenantId: string, keyId: string): Promise<void> {
  await door.withTenant(actor, tenantId, async (inside) => {
    requireMay(inside.role, 'keys.write')
    const { name, revokedAt } = await lockKey(inside.db, keyId)
    if (revokedAt !== null) return
    await inside.db.update(apiKey).set({ revokedAt: now().toISOString() }).where(eq(apiKey.keyId, keyId))
    await tell(inside, now(), 'key.revoked', keyId, { name })
  })
}

/** Any key may ask what it is: this is no reading of the client's data. */
export async function readKeyItself(
  { door, plan = standardPlan }: Pick<ApiKeysDeps, 'door' | 'plan'>,
  key: ProvedKey,
): Promise<KeyItself> {
  return door.withTenant(key.actor, key.tenantId, async ({ db }) => {
    const [row] = await db
      .select({ name: apiKey.name, createdAt: apiKey.createdAt, lastUsedAt: apiKeyUse.lastUsedAt, tenant: tenant.name })
      .from(apiKey)
      .innerJoin(tenant, eq(tenant.tenantId, apiKey.tenantId))
      .leftJoin(apiKeyUse, eq(apiKeyUse.keyId, apiKey.keyId))
      .where(eq(apiKey.keyId, key.keyId))
    if (!row) throw new NotFound('No such key.')
    return { ...row, limits: plan }
  })
}

async function addKey(
  inside: Inside,
  now: Date,
  key: NewKey & { rotatedFrom: string | null },
  action: string,
  more: Record<string, unknown> = {},
): Promise<ToldKey> {
  const { actor, db, tenantId } = inside
  if (actor.kind !== 'user') throw new Forbidden('Only a person makes keys.')
  const { kind, name, scopes, origins, expiresAt, rotatedFrom } = key
  const text = keyText(kind, randomBytes(32))
  const keyId = randomUUID()
  await db.insert(apiKey).values({
    ...{ tenantId, keyId, kind, name, expiresAt, rotatedFrom },
    keyHash: tokenHash(text),
    lastFour: text.slice(-4),
    scopes: [...scopes],
    origins: [...origins],
    createdBy: actor.userId,
    createdAt: now.toISOString(),
  })
  await tell(inside, now, action, keyId, { name, kind, scopes, origins, expiresAt, ...more })
  return { keyId, key: text }
}

function tell(
  { db, tenantId, actor }: Inside,
  at: Date,
  action: string,
  keyId: string,
  detail: Record<string, unknown>,
) {
  return appendAudit(db, tenantId, { at, actor: actorName(actor), action, subject: keyId, detail })
}

async function lockKey(db: Transaction, keyId: string): Promise<Row> {
  const [row] = await db.select().from(apiKey).where(eq(apiKey.keyId, keyId)).for('update')
  if (!row) throw new NotFound('No such key here.')
  return row
}

/** The people the reader may know: by policy, colleagues where the agency is entered, and those granted here. */
async function namesIn(db: Transaction): Promise<ReadonlyMap<string, string>> {
  const colleagues = await db.select({ userId: member.userId, name: member.name }).from(member)
  const granted = await db.select({ userId: tenantGrant.userId, name: tenantGrant.name }).from(tenantGrant)
  return new Map([...colleagues, ...granted].map((row) => [row.userId, row.name]))
}
