import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { authenticateSession, type Actor } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import { listTenants } from './index.ts'
import { emailOf, frontDesk, type FrontDesk } from './testing/front-desk.ts'

let desk: FrontDesk
beforeEach(async () => {
  desk = await frontDesk()
})
afterEach(() => desk.t.drop())

const enter = async (userId: string): Promise<{ actor: Actor; token: string }> => {
  const { token } = await desk.signIn.open(userId)
  const actor = await authenticateSession(desk.t.database, token, desk.now())
  if (!actor) throw new Error('no session')
  return { actor, token }
}
const as = async (name: keyof typeof cast) => (await enter(cast[name])).actor

describe('members of a client', () => {
  test('as the agency’s admin sees them: owners and admins by the agency, the rest by grant, highest first', async () => {
    await enter(cast.carla)
    const { members, mayInvite } = await desk.tenants.members(await as('adam'), cast.harbor)
    expect(members.map((each) => [each.name, each.role, each.via])).toEqual([
      ['Olive Owner', 'owner', 'agency'],
      ['Adam Admin', 'admin', 'agency'],
      ['Sam Strategist', 'strategist', 'grant'],
      ['Carla Client', 'client_admin', 'grant'],
      ['Vera Viewer', 'viewer', 'grant'],
    ])
    expect(mayInvite).toEqual(['strategist', 'analyst', 'client_admin', 'viewer'])
    expect(members.find((each) => each.userId === cast.carla)?.lastSeenAt).toBe(desk.now().toISOString())
    expect(members.find((each) => each.userId === cast.vera)?.lastSeenAt).toBeNull()
  })

  test('as the client’s own admin sees them: those granted here, nobody of the agency’s other people', async () => {
    const { members, mayInvite } = await desk.tenants.members(await as('carla'), cast.harbor)
    expect(members.map((each) => each.name)).toEqual(['Sam Strategist', 'Carla Client', 'Vera Viewer'])
    expect(mayInvite).toEqual(['client_admin', 'viewer'])
  })

  test('are not a viewer’s to see', async () => {
    await expect(desk.tenants.members(await as('vera'), cast.harbor)).rejects.toThrow('does not allow')
    expect(await desk.tenants.members(await as('carla'), cast.harbor)).toBeDefined()
  })
})

describe('taking a grant away', () => {
  test('ends the sessions of somebody who now sees nothing, and their open pages hear it', async () => {
    const vera = await enter(cast.vera)
    const heard: string[] = []
    const stop = await desk.t.database.listen('throughline_grants', (userId) => heard.push(userId))
    await desk.tenants.remove(await as('carla'), cast.harbor, cast.vera)
    expect(await desk.signIn.authenticate(vera.token)).toBeUndefined()
    await expect(desk.t.door.withTenant(vera.actor, cast.harbor, async () => 1)).rejects.toThrow('No such client')
    await expect.poll(() => heard).toContain(cast.vera)
    await stop()
    const told = await desk.t
      .superuser`select actor, subject, detail from audit where action = 'member.removed' and tenant_id = ${cast.harbor}`
    expect(told).toMatchObject([
      { actor: `user:${cast.carla}`, subject: `user:${cast.vera}`, detail: { role: 'viewer' } },
    ])
  })

  test('leaves the session of a colleague who works on, and shuts that client to them at once', async () => {
    const sam = await enter(cast.sam)
    expect(await desk.t.door.withTenant(sam.actor, cast.harbor, async () => 'in')).toBe('in')
    await desk.tenants.remove(await as('olive'), cast.harbor, cast.sam)
    expect(await desk.signIn.authenticate(sam.token)).toBeDefined()
    await expect(desk.t.door.withTenant(sam.actor, cast.harbor, async () => 'in')).rejects.toThrow('No such client')
  })

  test('ends the invitations that person had sent', async () => {
    await desk.tenants.invite(await as('carla'), cast.harbor, {
      email: 'friend@example.org',
      role: 'client_admin',
      persona: null,
    })
    const token = await desk.tokenFor('friend@example.org')
    expect(await desk.tenants.viewInvitation(token)).toBeDefined()
    await desk.tenants.remove(await as('olive'), cast.harbor, cast.carla)
    await expect(desk.tenants.viewInvitation(token)).rejects.toThrow('does not work any more')
  })

  test('ends the invitations to that person: an open link does not bring them back', async () => {
    const invitation = { email: emailOf('vera'), role: 'viewer', persona: null } as const
    await desk.tenants.invite(await as('carla'), cast.harbor, invitation)
    const token = await desk.tokenFor(emailOf('vera'))
    expect(await desk.tenants.viewInvitation(token)).toBeDefined()
    await desk.tenants.remove(await as('carla'), cast.harbor, cast.vera)
    await expect(desk.tenants.viewInvitation(token)).rejects.toThrow('does not work any more')
    desk.passes(1_000)
    await desk.tenants.invite(await as('carla'), cast.harbor, invitation)
    expect(await desk.tenants.viewInvitation(await desk.tokenFor(emailOf('vera')))).toBeDefined()
  })

  test('is not for who is below, for strangers, or for people who are not there', async () => {
    await expect(desk.tenants.remove(await as('carla'), cast.harbor, cast.sam)).rejects.toThrow('above your own role')
    await expect(desk.tenants.remove(await as('vera'), cast.harbor, cast.carla)).rejects.toThrow('does not allow')
    await expect(desk.tenants.remove(await as('otto'), cast.harbor, cast.vera)).rejects.toThrow('No such client')
    await expect(desk.tenants.remove(await as('carla'), cast.harbor, cast.olive)).rejects.toThrow('No such member')
    await expect(desk.tenants.remove(await as('olive'), cast.harbor, cast.ana)).rejects.toThrow('No such member')
    expect(await desk.t.superuser`select 1 from tenant_grant where tenant_id = ${cast.harbor}`).toHaveLength(3)
    await desk.tenants.remove(await as('carla'), cast.harbor, cast.vera)
    expect(await desk.t.superuser`select 1 from tenant_grant where tenant_id = ${cast.harbor}`).toHaveLength(2)
  })
})

describe('changing a role', () => {
  const change = async (
    by: keyof typeof cast,
    userId: string,
    role: 'viewer' | 'client_admin' | 'strategist' | 'analyst',
  ) => desk.tenants.setRole(await as(by), cast.harbor, { userId, role, persona: 'executive' })

  test('acts at the person’s next step, and is told', async () => {
    const vera = await enter(cast.vera)
    await expect(desk.tenants.members(vera.actor, cast.harbor)).rejects.toThrow('does not allow')
    await change('carla', cast.vera, 'client_admin')
    expect(await desk.tenants.members(vera.actor, cast.harbor)).toBeDefined()
    const [told] = await desk.t.superuser<
      { detail: unknown }[]
    >`select detail from audit where action = 'member.role_changed'`
    expect(told?.detail).toMatchObject({
      before: { role: 'viewer' },
      after: { role: 'client_admin', persona: 'executive' },
    })
  })

  test('nobody raises themselves, or above themselves, or makes a client’s person a colleague', async () => {
    await expect(change('carla', cast.carla, 'viewer')).rejects.toThrow('Somebody else')
    await expect(change('carla', cast.vera, 'analyst')).rejects.toThrow('above your own role')
    await expect(change('carla', cast.sam, 'viewer')).rejects.toThrow('above your own role')
    await expect(change('olive', cast.vera, 'analyst')).rejects.toThrow('people of the agency')
    await change('olive', cast.sam, 'analyst')
    const [row] = await desk.t.superuser<{ role: string }[]>`select role from tenant_grant where user_id = ${cast.sam}`
    expect(row?.role).toBe('analyst')
  })
})

describe('people of an agency', () => {
  test('are listed with the clients each sees, for owner and admin only', async () => {
    const { members, mayInvite } = await desk.tenants.agencyMembers(await as('adam'), cast.north)
    expect(members.map((each) => [each.name, each.role, each.tenants])).toEqual([
      ['Adam Admin', 'admin', ['Clean Rivers Fund', 'Harbor Table Food Bank']],
      ['Ana Analyst', 'analyst', ['Clean Rivers Fund']],
      ['Olive Owner', 'owner', ['Clean Rivers Fund', 'Harbor Table Food Bank']],
      ['Sam Strategist', 'strategist', ['Harbor Table Food Bank']],
    ])
    expect(mayInvite).toEqual(['admin', 'strategist', 'analyst'])
    await expect(desk.tenants.agencyMembers(await as('sam'), cast.north)).rejects.toThrow('does not allow')
    await expect(desk.tenants.agencyMembers(await as('otto'), cast.north)).rejects.toThrow('No such agency')
    await expect(desk.tenants.agencyMembers(await as('carla'), cast.north)).rejects.toThrow('No such agency')
  })

  test('when removed lose every client and, seeing nothing, their sessions', async () => {
    const sam = await enter(cast.sam)
    await desk.tenants.removeFromAgency(await as('adam'), cast.north, cast.sam)
    expect(await desk.signIn.authenticate(sam.token)).toBeUndefined()
    expect(await desk.t.door.grantsOf(sam.actor)).toEqual([])
    expect(await desk.t.superuser`select 1 from member where user_id = ${cast.sam}`).toHaveLength(0)
    expect(
      await desk.t.superuser`select 1 from audit where subject = ${`user:${cast.sam}`} and action = 'member.removed'`,
    ).toHaveLength(1)
    expect(
      await desk.t
        .superuser`select 1 from agency_audit where subject = ${`user:${cast.sam}`} and action = 'member.removed'`,
    ).toHaveLength(1)
  })

  test('keep an owner, whoever asks', async () => {
    await expect(desk.tenants.removeFromAgency(await as('adam'), cast.north, cast.olive)).rejects.toThrow(
      'above your own role',
    )
    await expect(desk.tenants.removeFromAgency(await as('olive'), cast.north, cast.olive)).rejects.toThrow(
      'at least one owner',
    )
    await expect(
      desk.tenants.setAgencyRole(await as('olive'), cast.north, { userId: cast.olive, role: 'admin' }),
    ).rejects.toThrow('Somebody else')
    await desk.tenants.setAgencyRole(await as('olive'), cast.north, { userId: cast.adam, role: 'owner' })
    await desk.tenants.removeFromAgency(await as('olive'), cast.north, cast.olive)
    const owners = await desk.t.superuser<
      { user_id: string }[]
    >`select user_id from member where agency_id = ${cast.north} and role = 'owner'`
    expect(owners.map((row) => row.user_id)).toEqual([cast.adam])
  })

  test('lowered from admin see only what was granted to them', async () => {
    const adam = await enter(cast.adam)
    expect(await desk.t.door.grantsOf(adam.actor)).toHaveLength(2)
    await desk.tenants.setAgencyRole(await as('olive'), cast.north, { userId: cast.adam, role: 'strategist' })
    expect(await desk.t.door.grantsOf(adam.actor)).toEqual([])
    expect(await desk.signIn.authenticate(adam.token)).toBeDefined()
  })
})

test('every client is listed for the owner’s own commands, with the actor that enters it', async () => {
  const listed = await listTenants(desk.t.door, 'doctor')
  expect(listed.map((each) => each.slug)).toEqual(['clean-rivers', 'harbor-table', 'prairie-voters'])
  for (const { actor, tenantId, name } of listed)
    expect((await desk.tenants.readSettings(actor, tenantId)).name).toBe(name)
})

describe('a client', () => {
  const fresh = { name: 'Lakeside Library', slug: 'lakeside', timeZone: 'America/Denver', currency: 'USD' }

  test('is made by owner or admin, with a key of its own and the first rows of its chain', async () => {
    const adam = await as('adam')
    const { tenantId, slug } = await desk.tenants.createTenant(adam, cast.north, fresh)
    expect(slug).toBe('lakeside')
    expect(await desk.tenants.tenantOf(adam, 'lakeside')).toBe(tenantId)
    expect(await desk.tenants.readSettings(adam, tenantId)).toEqual({
      name: 'Lakeside Library',
      timeZone: 'America/Denver',
      currency: 'USD',
      locale: 'en-US',
      weekStart: 1,
      fiscalYearMonth: 1,
      brandColor: null,
      vertical: 'fundraising',
      consentSource: null,
    })
    expect(await desk.t.superuser`select version from tenant_key where tenant_id = ${tenantId}`).toMatchObject([
      { version: 1 },
    ])
    expect(await desk.t.superuser`select action from audit where tenant_id = ${tenantId}`).toMatchObject([
      { action: 'tenant.created' },
    ])
    await expect(desk.tenants.createTenant(await as('sam'), cast.north, { ...fresh, slug: 'no' })).rejects.toThrow(
      'No such agency',
    )
    await expect(desk.tenants.createTenant(await as('otto'), cast.north, { ...fresh, slug: 'no' })).rejects.toThrow(
      'No such agency',
    )
  })

  test('whose address is another’s already gets one like it, and learns nothing', async () => {
    const { slug } = await desk.tenants.createTenant(await as('otto'), cast.south, { ...fresh, slug: 'harbor-table' })
    expect(slug).toMatch(/^harbor-table-[0-9a-f]{4}$/)
  })

  test('of another answers as one of nobody’s does, and the refusal is written down', async () => {
    const sam = await as('sam')
    const another = await desk.tenants.tenantOf(sam, 'clean-rivers').catch((error: unknown) => String(error))
    const nobodys = await desk.tenants.tenantOf(sam, 'no-such-thing').catch((error: unknown) => String(error))
    expect(another).toBe(nobodys)
    expect(await desk.tenants.tenantOf(sam, 'harbor-table')).toBe(cast.harbor)
    const told = await desk.t
      .superuser`select subject from agency_audit where action = 'access.refused' and actor = ${`user:${cast.sam}`} order by seq`
    expect(told).toMatchObject([{ subject: 'clean-rivers' }, { subject: 'no-such-thing' }])
  })

  test('changes its settings with what was before in the chain; a zone goes to the ledger', async () => {
    const carla = await as('carla')
    await desk.tenants.updateSettings(carla, cast.harbor, {
      weekStart: 7,
      name: 'Harbor Table',
      timeZone: 'America/New_York',
    })
    expect(await desk.tenants.readSettings(carla, cast.harbor)).toMatchObject({ weekStart: 7, name: 'Harbor Table' })
    expect(await desk.tenants.readSettings(carla, cast.harbor)).toMatchObject({ timeZone: 'America/New_York' })
    const work = await desk.t.superuser<{ tenant_id: string; work_id: string }[]>`
      select tenant_id, work_id from work where kind = 'change-zone' and state = 'queued'`
    expect(desk.restatings).toEqual(work.map((row) => ({ tenantId: row.tenant_id, workId: row.work_id })))
    expect(work).toHaveLength(1)
    const [told] = await desk.t.superuser<
      { detail: unknown }[]
    >`select detail from audit where action = 'settings.changed'`
    expect(told?.detail).toEqual({
      before: { weekStart: 1, name: 'Harbor Table Food Bank', timeZone: 'America/Chicago' },
      after: { weekStart: 7, name: 'Harbor Table', timeZone: 'America/New_York' },
    })
    await desk.tenants.updateSettings(carla, cast.harbor, { weekStart: 7 })
    expect(await desk.t.superuser`select 1 from audit where action = 'settings.changed'`).toHaveLength(1)
  })

  test('the zone asked for last is the one that counts, however often it changes before days are restated', async () => {
    const carla = await as('carla')
    const zones = async () => {
      const [row] = await desk.t.superuser<{ time_zone: string; wanted_time_zone: string | null }[]>`
        select time_zone, wanted_time_zone from tenant where tenant_id = ${cast.harbor}`
      return [row?.time_zone, row?.wanted_time_zone]
    }
    const ask = (timeZone: string) => desk.tenants.updateSettings(carla, cast.harbor, { timeZone })
    await ask('America/Denver')
    expect(await zones()).toEqual(['America/Chicago', 'America/Denver'])
    await ask('America/Chicago')
    expect(await zones()).toEqual(['America/Chicago', null])
    await ask('Asia/Tokyo')
    expect(await zones()).toEqual(['America/Chicago', 'Asia/Tokyo'])
    expect(new Set(desk.restatings.map(({ workId }) => workId)).size).toBe(1)
  })

  test('refuses settings that mean nothing, naming the field, and people who may not', async () => {
    const carla = await as('carla')
    const wrong = [
      { timeZone: 'Mars/Base' },
      { currency: 'DOG' },
      { locale: 'not a locale' },
      { weekStart: 8 },
      { brandColor: 'red' },
      { consentSource: ' ' },
      { consentSource: 'two\nlines' },
    ]
    for (const patch of wrong) {
      const error = await desk.tenants.updateSettings(carla, cast.harbor, patch).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ name: 'Invalid', field: Object.keys(patch)[0] })
    }
    const vera = await as('vera')
    await expect(desk.tenants.updateSettings(vera, cast.harbor, { weekStart: 2 })).rejects.toThrow('does not allow')
    expect(await desk.tenants.readSettings(vera, cast.harbor)).toMatchObject({ weekStart: 1 })
  })
})

describe('the source of consent', () => {
  const named = () => desk.t.superuser<{ consent_source: string | null }[]>`
    select consent_source from tenant where tenant_id = ${cast.harbor}`
  const audited = () => desk.t.superuser<{ actor: string; detail: unknown }[]>`
    select actor, detail from audit where tenant_id = ${cast.harbor} and action = 'settings.changed' order by seq`

  test('is nobody’s to begin with, is named by who may, is taken back, and each is written down', async () => {
    const carla = await as('carla')
    expect((await desk.tenants.readSettings(carla, cast.harbor)).consentSource).toBeNull()
    const was = (await audited()).length
    await desk.tenants.updateSettings(carla, cast.harbor, { consentSource: '  The sign-up form  ' })
    expect(await named()).toEqual([{ consent_source: 'The sign-up form' }])
    await desk.tenants.updateSettings(carla, cast.harbor, { consentSource: null })
    expect(await named()).toEqual([{ consent_source: null }])
    expect((await audited()).slice(was).map(({ detail }) => detail)).toEqual([
      { before: { consentSource: null }, after: { consentSource: 'The sign-up form' } },
      { before: { consentSource: 'The sign-up form' }, after: { consentSource: null } },
    ])
  })

  test('is not named by who may not, and stands for one who may', async () => {
    for (const name of ['sam', 'vera'] as const)
      await expect(
        desk.tenants.updateSettings(await as(name), cast.harbor, { consentSource: 'Everybody' }),
      ).rejects.toThrow('does not allow')
    await expect(
      desk.tenants.updateSettings(await as('otto'), cast.harbor, { consentSource: 'Everybody' }),
    ).rejects.toThrow('No such client')
    expect(await named()).toEqual([{ consent_source: null }])
    await desk.tenants.updateSettings(await as('olive'), cast.harbor, { consentSource: 'Everybody asked' })
    expect(await named()).toEqual([{ consent_source: 'Everybody asked' }])
  })
})

test('somebody admitted signs in with the role given, and never above the giver’s', async () => {
  const olive = await as('olive')
  const person = { name: 'Dee Demo', email: 'dee@example.org', password: 'a demo password' }
  const { userId } = await desk.tenants.admit(
    olive,
    { tenantId: cast.rivers, role: 'client_admin', persona: 'executive' },
    person,
  )
  const result = await desk.signIn.signIn({ email: person.email, password: person.password, address: '192.0.2.2' })
  expect(result).toMatchObject({ status: 'signed_in', userId })
  expect(await desk.mailsTo(person.email)).toEqual([])
  const carla = await as('carla')
  const above = { tenantId: cast.harbor, role: 'strategist', persona: null } as const
  await expect(desk.tenants.admit(carla, above, { ...person, email: 'no@example.org' })).rejects.toThrow(
    'above your own role',
  )
  expect(emailOf('olive')).toBe((await desk.tenants.whoAmI(olive)).user.email)
})
