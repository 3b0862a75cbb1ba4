import { appendAudit } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emailOf, frontDesk, signedIn, type FrontDesk } from '../tenants/testing/front-desk.ts'
import type { Audit } from './audit.ts'
import { createAudit } from './store.ts'

let desk: FrontDesk
let audit: Audit
let as: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
  desk = await frontDesk()
  audit = createAudit({ door: desk.t.door })
  as = await signedIn(desk, ['olive', 'sam', 'carla', 'vera', 'otto'])
  for (let i = 1; i <= 7; i += 1)
    await desk.tenants.updateSettings(as(i % 2 ? 'carla' : 'olive'), cast.harbor, { fiscalYearMonth: i + 1 })
})
afterAll(() => desk.t.drop())

describe('the audit of a client', () => {
  test('is read newest first, page by page, to its end', async () => {
    const seqs: number[] = []
    let cursor: string | undefined
    do {
      const page = await audit.list(as('olive'), cast.harbor, { cursor, limit: 3 })
      seqs.push(...page.rows.map((row) => row.seq))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(seqs).toEqual([7, 6, 5, 4, 3, 2, 1])
  })

  test('names people the reader may know and nobody else', async () => {
    const actorsSeen = async (reader: keyof typeof cast) => {
      const { rows } = await audit.list(as(reader), cast.harbor, { limit: 2 })
      return rows.map((row) => row.actor)
    }
    expect(await actorsSeen('olive')).toEqual(['Carla Client', 'Olive Owner'])
    expect(await actorsSeen('carla')).toEqual(['Carla Client', 'Someone of the agency, or no longer here'])
  })

  test('is read by owner, admin and the client’s admin; to others it is closed', async () => {
    await expect(audit.list(as('vera'), cast.harbor, { limit: 10 })).rejects.toThrow('does not allow')
    await expect(audit.list(as('sam'), cast.harbor, { limit: 10 })).rejects.toThrow('does not allow')
    await expect(audit.list(as('otto'), cast.harbor, { limit: 10 })).rejects.toThrow('No such client')
    await expect(audit.verify(as('vera'), cast.harbor)).rejects.toThrow('does not allow')
    await expect(audit.listAgency(as('sam'), cast.north, { limit: 10 })).rejects.toThrow('does not allow')
    await expect(audit.verifyAgency(as('sam'), cast.north)).rejects.toThrow('does not allow')
    await expect(audit.verifyAgency(as('otto'), cast.north)).rejects.toThrow('No such agency')
    expect(await audit.verifyAgency(as('olive'), cast.north)).toMatchObject({ ok: true })
    await expect(audit.listAgency(as('otto'), cast.north, { limit: 10 })).rejects.toThrow('No such agency')
    await expect(audit.list(as('olive'), cast.harbor, { cursor: "1' or true", limit: 10 })).rejects.toThrow(
      'place in this list',
    )
    await expect(desk.tenants.tenantOf(as('sam'), 'clean-rivers')).rejects.toThrow('No such client')
    expect((await audit.listAgency(as('olive'), cast.north, { limit: 10 })).rows).toMatchObject([
      { actor: 'Sam Strategist', action: 'access.refused', subject: 'clean-rivers' },
    ])
  })

  test('of the agency names clients’ people too, to who sees every client', async () => {
    await desk.signIn.signIn({ email: emailOf('carla'), password: cast.password, address: '198.51.100.201' })
    const { rows } = await audit.listAgency(as('olive'), cast.north, { limit: 1 })
    expect(rows).toMatchObject([{ actor: 'Carla Client', action: 'session.opened' }])
  })

  test('holds no address of anybody', async () => {
    await desk.tenants.invite(as('carla'), cast.harbor, { email: 'private@example.org', role: 'viewer', persona: null })
    await desk.signIn.signIn({ email: emailOf('vera'), password: cast.password, address: '198.51.100.200' })
    const rows = JSON.stringify([
      await desk.t.superuser`select * from audit`,
      await desk.t.superuser`select * from agency_audit`,
    ])
    expect(rows).toContain('member.invited')
    expect(rows).toContain('session.opened')
    for (const secret of ['example.org', '198.51', cast.password]) expect(rows).not.toContain(secret)
  })

  test('keeps one order for deeds done side by side', async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        desk.t.door.withTenant(as('olive'), cast.rivers, ({ db }) =>
          appendAudit(db, cast.rivers, { at: desk.now(), actor: 'test', action: `deed ${i}`, detail: { i } }),
        ),
      ),
    )
    expect(await audit.verify(as('olive'), cast.rivers)).toEqual({ ok: true, rows: 12, brokenAt: null })
  })
})

test('doctor goes through every chain of the server and names the row that was altered', async () => {
  const before = await audit.verifyAll()
  expect(before.map((each) => `${each.of} ${each.id}`).sort()).toEqual(
    [
      ...[cast.harbor, cast.rivers, cast.prairie].map((id) => `tenant ${id}`),
      ...[cast.north, cast.south].map((id) => `agency ${id}`),
    ].sort(),
  )
  expect(before.filter((each) => !each.ok)).toEqual([])
  expect(before.find((each) => each.id === cast.harbor)?.rows).toBeGreaterThanOrEqual(8)

  await desk.t
    .superuser`update audit set detail = '{"after": {"fiscalYearMonth": 12}}' where tenant_id = ${cast.harbor} and seq = 4`
  await desk.t
    .superuser`update agency_audit set actor = 'user:somebody-else' where agency_id = ${cast.north} and seq = 1`
  const after = await audit.verifyAll()
  expect(after.filter((each) => !each.ok).map(({ of, id, brokenAt }) => ({ of, id, brokenAt }))).toEqual([
    { of: 'tenant', id: cast.harbor, brokenAt: 4 },
    { of: 'agency', id: cast.north, brokenAt: 1 },
  ])
  expect(await audit.verify(as('olive'), cast.harbor)).toMatchObject({ ok: false, brokenAt: 4 })
  expect(await audit.verifyAgency(as('olive'), cast.north)).toMatchObject({ ok: false, brokenAt: 1 })
})
