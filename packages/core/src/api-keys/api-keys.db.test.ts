import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours } from '../tenants/testing/front-desk.ts'
import { browserKey, keyDesk, serverKey, type KeyDesk } from './testing/key-desk.ts'

let desk: KeyDesk
beforeAll(async () => {
  desk = await keyDesk()
})
afterAll(() => desk.t.drop())

const in_ = (ms: number) => new Date(desk.now().getTime() + ms).toISOString()
const cardOf = async (keyId: string) => {
  const { keys } = await desk.keys.list(desk.as('olive'), cast.harbor)
  return keys.find((key) => key.keyId === keyId)
}
const halfASecond = 500

describe('a key', () => {
  test('proves its client and what it is let into, and is nowhere in the database', async () => {
    const { key, keyId } = await desk.key({ name: '  Warehouse  ', scopes: ['ingest', 'keys:read', 'ingest'] })
    const proved = await desk.keys.authenticate(key)
    expect(proved).toMatchObject({ tenantId: cast.harbor, keyId, kind: 'server', scopes: ['ingest', 'keys:read'] })
    expect(await desk.keys.itself(proved)).toMatchObject({ name: 'Warehouse', tenant: 'Harbor Table Food Bank' })
    const whole = await desk.t
      .superuser`select to_jsonb(k)::text as row from api_key k union all select to_jsonb(a)::text from audit a`
    expect(whole.length).toBeGreaterThan(1)
    for (const { row } of whole) expect(row).not.toContain(key.slice(4, 40))
    expect((await cardOf(keyId))?.preview).toBe(`tl_…${key.slice(-4)}`)
  })

  test('that is unknown, revoked or over answers alike; half of one says so', async () => {
    const unknown = (await desk.key()).key
    await desk.t.superuser`update api_key set key_hash = 'another' where last_four = ${unknown.slice(-4)}`
    const revoked = await desk.key()
    await desk.keys.revoke(desk.as('carla'), cast.harbor, revoked.keyId)
    const over = await desk.key({ expiresAt: in_(1_000) })
    expect(await desk.keys.authenticate(over.key)).toMatchObject({ keyId: over.keyId })
    desk.passes(1_000)
    const said = new Set<string>()
    for (const key of [unknown, revoked.key, over.key])
      await desk.keys.authenticate(key).catch((error: Error) => said.add(`${error.name}: ${error.message}`))
    expect([...said]).toEqual(['Unauthenticated: This key does not work: it is unknown, was revoked or has expired.'])
    await expect(desk.keys.authenticate(over.key.slice(0, 20))).rejects.toThrow('not a whole key of ours')
  })

  test('is made, renamed, replaced and revoked in the client’s audit, by whom and without its text', async () => {
    const before = (await audit()).length
    const made = await desk.key({ name: 'Audited' })
    await desk.keys.rename(desk.as('carla'), cast.harbor, { keyId: made.keyId, name: 'Told' })
    const next = await desk.keys.rotate(desk.as('adam'), cast.harbor, { keyId: made.keyId, overlapHours: 24 })
    await desk.keys.revoke(desk.as('olive'), cast.harbor, made.keyId)
    await desk.keys.revoke(desk.as('olive'), cast.harbor, made.keyId)
    const told = (await audit()).slice(before)
    expect(told.map(({ action, actor, subject }) => [action, actor, subject])).toEqual([
      ['key.created', `user:${cast.olive}`, made.keyId],
      ['key.renamed', `user:${cast.carla}`, made.keyId],
      ['key.rotated', `user:${cast.adam}`, next.keyId],
      ['key.revoked', `user:${cast.olive}`, made.keyId],
    ])
    expect(JSON.stringify(told)).not.toContain(made.key.slice(4, 40))
    expect(told[1]?.detail).toEqual({ before: 'Audited', after: 'Told' })
  })

  test('is last used when it was, written once a minute and after the answer', async () => {
    const { key, keyId } = await desk.key()
    await desk.keys.authenticate(key)
    expect((await cardOf(keyId))?.lastUsedAt).toBeNull()
    await desk.settled()
    const first = desk.now().toISOString()
    expect((await cardOf(keyId))?.lastUsedAt).toBe(first)
    desk.passes(59_000)
    await desk.keys.authenticate(key)
    await desk.settled()
    expect((await cardOf(keyId))?.lastUsedAt).toBe(first)
    desk.passes(1_000)
    await desk.keys.authenticate(key)
    await desk.settled()
    expect((await cardOf(keyId))?.lastUsedAt).toBe(desk.now().toISOString())
  })
})

describe('replacing a key', () => {
  test('lets the old one work until its end, the new one at once, with the same scopes and life', async () => {
    const old = await desk.key({ scopes: ['ingest', 'keys:read'], expiresAt: in_(days(90)) })
    desk.passes(days(30))
    const next = await desk.keys.rotate(desk.as('olive'), cast.harbor, { keyId: old.keyId, overlapHours: 24 })
    expect(await desk.keys.authenticate(next.key)).toMatchObject({ scopes: ['ingest', 'keys:read'] })
    expect(await cardOf(old.keyId)).toMatchObject({ state: 'ending', expiresAt: in_(hours(24)) })
    expect(await cardOf(next.keyId)).toMatchObject({ state: 'works', expiresAt: in_(days(90)) })
    desk.passes(hours(24) - 1)
    expect(await desk.keys.authenticate(old.key)).toMatchObject({ keyId: old.keyId })
    desk.passes(1)
    await expect(desk.keys.authenticate(old.key)).rejects.toThrow('does not work')
    expect(await desk.keys.authenticate(next.key)).toMatchObject({ keyId: next.keyId })
    expect(await cardOf(old.keyId)).toMatchObject({ state: 'expired' })
  })

  test('never lengthens the old one’s life, is done once, and not for a key that is over', async () => {
    const soon = await desk.key({ expiresAt: in_(hours(1)) })
    await desk.keys.rotate(desk.as('olive'), cast.harbor, { keyId: soon.keyId, overlapHours: 48 })
    expect(await cardOf(soon.keyId)).toMatchObject({ expiresAt: in_(hours(1)) })
    await expect(
      desk.keys.rotate(desk.as('olive'), cast.harbor, { keyId: soon.keyId, overlapHours: 1 }),
    ).rejects.toThrow('replaced already')
    const revoked = await desk.key()
    await desk.keys.revoke(desk.as('olive'), cast.harbor, revoked.keyId)
    await expect(
      desk.keys.rotate(desk.as('olive'), cast.harbor, { keyId: revoked.keyId, overlapHours: 1 }),
    ).rejects.toThrow('does not work any more')
    const at = await desk.key()
    await expect(
      desk.keys.rotate(desk.as('olive'), cast.harbor, { keyId: at.keyId, overlapHours: 24 * 31 }),
    ).rejects.toThrow('30 days')
  })
})

describe('what may be made', () => {
  test.each([
    ['no name', { name: ' ' }, 'needs a name'],
    ['no scope', { scopes: [] }, 'may do'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00.000Z' }, 'future'],
    ['a browser key without pages', { ...browserKey, origins: [] }, 'Name the pages'],
    ['a browser key that reads', { ...browserKey, scopes: ['events:read'] as const }, 'nothing else'],
    ['a browser key for everywhere', { ...browserKey, origins: ['https://*.example.org'] }, 'An address such as'],
    ['a page rather than an origin', { ...browserKey, origins: ['https://example.org/give'] }, 'An address such as'],
    ['an address without TLS', { ...browserKey, origins: ['http://example.org'] }, 'An address such as'],
    ['the origin of nothing', { ...browserKey, origins: ['null'] }, 'An address such as'],
    ['a server key with pages', { origins: ['https://example.org'] }, 'no pages'],
  ])('is not %s', async (_what, over, why) => {
    await expect(desk.key(over)).rejects.toThrow(why)
  })

  test('origins are kept as browsers say them, once each', async () => {
    const { keyId } = await desk.key({
      ...browserKey,
      origins: ['https://WWW.Example.org/', 'https://www.example.org:443', 'http://localhost:5173'],
    })
    expect((await cardOf(keyId))?.origins).toEqual(['https://www.example.org', 'http://localhost:5173'])
    expect(await desk.keys.isBrowserOrigin('http://localhost:5173')).toBe(true)
    expect(await desk.keys.isBrowserOrigin('http://localhost:5174')).toBe(false)
  })
})

describe('who may', () => {
  test('owner, admin and the client’s admin make keys; a strategist sees them; others do not know of them', async () => {
    for (const name of ['olive', 'adam', 'carla'] as const) {
      const { keyId } = await desk.keys.create(desk.as(name), cast.harbor, serverKey)
      await desk.keys.revoke(desk.as(name), cast.harbor, keyId)
    }
    const { keyId } = await desk.key()
    expect((await desk.keys.list(desk.as('sam'), cast.harbor)).mayGive).toEqual([])
    expect((await desk.keys.list(desk.as('carla'), cast.harbor)).keys.length).toBeGreaterThan(0)
    const tries = (name: 'sam' | 'vera' | 'ana' | 'otto') => [
      () => desk.keys.create(desk.as(name), cast.harbor, serverKey),
      () => desk.keys.rename(desk.as(name), cast.harbor, { keyId, name: 'Mine' }),
      () => desk.keys.rotate(desk.as(name), cast.harbor, { keyId, overlapHours: 1 }),
      () => desk.keys.revoke(desk.as(name), cast.harbor, keyId),
    ]
    for (const name of ['sam', 'vera'] as const)
      for (const attempt of tries(name)) await expect(attempt()).rejects.toThrow('does not allow')
    for (const name of ['ana', 'otto'] as const)
      for (const attempt of tries(name)) await expect(attempt()).rejects.toThrow('No such client')
    await expect(desk.keys.revoke(desk.as('otto'), cast.prairie, keyId)).rejects.toThrow('No such key here')
    expect(await cardOf(keyId)).toMatchObject({ name: 'Warehouse', state: 'works' })
  })

  test('a client’s admin reads who made a key only where they may know them', async () => {
    const { keyId } = await desk.key()
    const { keys } = await desk.keys.list(desk.as('carla'), cast.harbor)
    expect(keys.find((key) => key.keyId === keyId)?.madeBy).toBe('Someone of the agency, or no longer here')
    expect((await cardOf(keyId))?.madeBy).toBe('Olive Owner')
  })
})

describe('a key ends', () => {
  test('at once in the process that revoked it, within half a second in every other', async () => {
    const elsewhere = desk.anotherProcess()
    const { key, keyId } = await desk.key()
    expect(await elsewhere.authenticate(key)).toMatchObject({ keyId })
    expect(await desk.keys.authenticate(key)).toMatchObject({ keyId })
    await desk.keys.revoke(desk.as('olive'), cast.harbor, keyId)
    await expect(desk.keys.authenticate(key)).rejects.toThrow('does not work')
    desk.passes(halfASecond)
    await expect(elsewhere.authenticate(key)).rejects.toThrow('does not work')
  })

  test('in the door’s own transaction, whatever a process still believes', async () => {
    const { key, keyId } = await desk.key()
    const proved = await desk.keys.authenticate(key)
    expect(await desk.t.door.withTenant(proved.actor, cast.harbor, async ({ role }) => role)).toBe('key:ingest')
    await desk.keys.revoke(desk.as('olive'), cast.harbor, keyId)
    await expect(desk.t.door.withTenant(proved.actor, cast.harbor, async () => 1)).rejects.toThrow('No such client')
    await expect(desk.t.door.withTenant(proved.actor, cast.rivers, async () => 1)).rejects.toThrow('No such client')
  })

  test('with its maker’s right to make keys, and for good', async () => {
    const { key, keyId } = await desk.keys.create(desk.as('carla'), cast.harbor, serverKey)
    await desk.keys.authenticate(key)
    await desk.tenants.setRole(desk.as('olive'), cast.harbor, { userId: cast.carla, role: 'viewer', persona: null })
    desk.passes(halfASecond)
    await expect(desk.keys.authenticate(key)).rejects.toThrow('does not work')
    await desk.tenants.setRole(desk.as('olive'), cast.harbor, {
      userId: cast.carla,
      role: 'client_admin',
      persona: null,
    })
    desk.passes(halfASecond)
    await expect(desk.keys.authenticate(key)).rejects.toThrow('does not work')
    expect(await cardOf(keyId)).toMatchObject({ state: 'revoked' })
  })

  test('with its maker’s membership, in every client of the agency', async () => {
    const made = [
      await desk.keys.create(desk.as('adam'), cast.harbor, serverKey),
      await desk.keys.create(desk.as('adam'), cast.rivers, serverKey),
    ]
    const kept = await desk.key()
    for (const { key } of made) await desk.keys.authenticate(key)
    await desk.tenants.removeFromAgency(desk.as('olive'), cast.north, cast.adam)
    desk.passes(halfASecond)
    for (const { key } of made) await expect(desk.keys.authenticate(key)).rejects.toThrow('does not work')
    expect(await desk.keys.authenticate(kept.key)).toMatchObject({ keyId: kept.keyId })
    const revoked = await desk.t.superuser`select 1 from api_key where created_by = ${cast.adam} and revoked_at is null`
    expect(revoked).toHaveLength(0)
    expect((await audit()).at(-1)).toMatchObject({ action: 'key.revoked', actor: `user:${cast.olive}` })
  })

  test('with its client', async () => {
    const { key } = await desk.keys.create(desk.as('otto'), cast.prairie, serverKey)
    await desk.keys.authenticate(key)
    await desk.t
      .superuser`update tenant set archived_at = ${desk.now().toISOString()} where tenant_id = ${cast.prairie}`
    desk.passes(halfASecond)
    await expect(desk.keys.authenticate(key)).rejects.toThrow('does not work')
  })
})

async function audit() {
  return desk.t.superuser<{ action: string; actor: string; subject: string; detail: Record<string, unknown> }[]>`
    select action, actor, subject, detail from audit where tenant_id = ${cast.harbor} order by seq`
}
