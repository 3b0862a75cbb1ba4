import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cast } from '@throughline/db/testing'
import { totpCode } from '../sign-in/index.ts'
import { emailOf, frontDesk, hours, password, signedIn, type FrontDesk } from './testing/front-desk.ts'

let desk: FrontDesk
let as: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
  desk = await frontDesk()
  as = await signedIn(desk, ['olive', 'adam', 'sam', 'carla', 'vera', 'otto'])
})
afterAll(() => desk.t.drop())

const invite = async (
  by: keyof typeof cast,
  email: string,
  role: 'viewer' | 'client_admin' | 'strategist' | 'owner',
  tenant: string = cast.harbor,
) => {
  await desk.tenants.invite(as(by), tenant, { email, role, persona: null })
  return desk.tokenFor(email)
}
const accept = (token: string, over: { password?: string; code?: string; name?: string } = {}) =>
  desk.tenants.acceptInvitation({
    token,
    name: 'New Person',
    password: 'a long new password',
    address: '192.0.2.1',
    ...over,
  })
const grantOf = async (userId: string, tenantId: string) =>
  (
    await desk.t.superuser<
      { role: string }[]
    >`select role from tenant_grant where user_id = ${userId} and tenant_id = ${tenantId}`
  )[0]?.role

describe('an invitation', () => {
  test('lets a new person in to that client with that role, signed in', async () => {
    const token = await invite('olive', 'nora@example.org', 'viewer')
    expect(await desk.tenants.viewInvitation(token)).toMatchObject({
      email: 'nora@example.org',
      invitedTo: 'Harbor Table Food Bank',
      role: 'viewer',
      hasAccount: false,
    })
    const result = await accept(token, { name: 'Nora New' })
    if (result.status !== 'signed_in') throw new Error('not signed in')
    const nora = await desk.signIn.authenticate(result.token)
    if (!nora) throw new Error('no session')
    const who = await desk.tenants.whoAmI(nora.actor)
    expect(who.user).toMatchObject({ name: 'Nora New', email: 'nora@example.org', totp: false })
    expect(who.agencies).toEqual([])
    expect(who.tenants).toMatchObject([{ slug: 'harbor-table', role: 'viewer' }])
    await expect(desk.t.door.withTenant(nora.actor, cast.rivers, async () => 1)).rejects.toThrow('No such client')
  })

  test('works once; used, expired, revoked and unknown answer alike', async () => {
    const used = await invite('olive', 'once@example.org', 'viewer')
    await accept(used)
    const late = await invite('olive', 'late@example.org', 'viewer')
    desk.passes(hours(71))
    expect(await desk.tenants.viewInvitation(late)).toBeDefined()
    desk.passes(hours(1))
    const taken = await invite('olive', 'taken@example.org', 'viewer')
    const { invitations } = await desk.tenants.members(as('olive'), cast.harbor)
    const open = invitations.find((each) => each.email === 'taken@example.org')
    expect(open?.state).toBe('open')
    await desk.tenants.revokeInvitation(as('olive'), cast.harbor, open?.invitationId ?? '')
    for (const token of [used, late, taken, 'unknown', '']) {
      await expect(accept(token)).rejects.toThrow('This invitation does not work any more.')
      await expect(desk.tenants.viewInvitation(token)).rejects.toThrow('This invitation does not work any more.')
    }
    const states = (await desk.tenants.members(as('olive'), cast.harbor)).invitations.map((each) => [
      each.email,
      each.state,
    ])
    expect(states).toEqual(
      expect.arrayContaining([
        ['once@example.org', 'accepted'],
        ['late@example.org', 'expired'],
        ['taken@example.org', 'revoked'],
      ]),
    )
  })

  test('accepted twice at once lets one in', async () => {
    const token = await invite('olive', 'twins@example.org', 'viewer')
    const answers = await Promise.allSettled([accept(token), accept(token)])
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
  })

  test('sent again ends the one before', async () => {
    const first = await invite('olive', 'again@example.org', 'viewer')
    desk.passes(1_000)
    const second = await invite('olive', 'again@example.org', 'client_admin')
    await expect(accept(first)).rejects.toThrow('does not work any more')
    expect(await accept(second)).toMatchObject({ status: 'signed_in' })
  })

  test('is bound to its address: whose account that is must prove it, with its code', async () => {
    const token = await invite('olive', emailOf('otto'), 'viewer')
    expect(await desk.tenants.viewInvitation(token)).toMatchObject({ hasAccount: true })
    await expect(accept(token, { password: 'not it at all' })).rejects.toThrow('do not match')
    expect(await grantOf(cast.otto, cast.harbor)).toBeUndefined()

    const begun = await desk.signIn.totpBegin(as('otto'))
    await desk.signIn.totpConfirm(as('otto'), { code: totpCode(begun.secret, desk.now()) })
    desk.passes(60_000)
    expect(await accept(token, { password })).toEqual({ status: 'code_needed' })
    expect(await grantOf(cast.otto, cast.harbor)).toBeUndefined()
    const code = totpCode(begun.secret, desk.now())
    expect(await accept(token, { password, code })).toMatchObject({ status: 'signed_in', userId: cast.otto })
    expect(await grantOf(cast.otto, cast.harbor)).toBe('viewer')
    // The account keeps its own name, and its own agency.
    const { members } = await desk.tenants.members(as('olive'), cast.harbor)
    expect(members.find((each) => each.userId === cast.otto)).toMatchObject({ name: 'Otto Owner', via: 'grant' })
    await desk.tenants.remove(as('olive'), cast.harbor, cast.otto)
  })

  test('says nothing, in answer or in rows, of whether the address has an account', async () => {
    const rows = async (email: string) => {
      await desk.tenants.invite(as('olive'), cast.harbor, { email, role: 'viewer', persona: null })
      const [row] = await desk.t.superuser`
        select agency_id, grant_tenant_id, role, invited_to, accepted_at from invitation where email = ${email} order by created_at desc limit 1`
      return row
    }
    expect(await rows(emailOf('ana'))).toEqual(await rows('unknown-to-all@example.org'))
  })

  test('is never above the inviter’s role', async () => {
    await expect(invite('carla', 'up@example.org', 'strategist')).rejects.toThrow('above your own role')
    await expect(invite('carla', 'up@example.org', 'owner')).rejects.toThrow('agency’s own page')
    await expect(invite('vera', 'up@example.org', 'viewer')).rejects.toThrow('does not allow')
    await expect(invite('sam', 'up@example.org', 'viewer')).rejects.toThrow('does not allow')
    await expect(
      desk.tenants.inviteToAgency(as('adam'), cast.north, { email: 'up@example.org', role: 'owner' }),
    ).rejects.toThrow('above your own role')
    await expect(
      desk.tenants.inviteToAgency(as('sam'), cast.north, { email: 'up@example.org', role: 'analyst' }),
    ).rejects.toThrow('does not allow')
    await expect(
      desk.tenants.inviteToAgency(as('carla'), cast.north, { email: 'up@example.org', role: 'analyst' }),
    ).rejects.toThrow('No such agency')
    await expect(invite('otto', 'up@example.org', 'viewer')).rejects.toThrow('No such client')
    expect(await desk.mailsTo('up@example.org')).toEqual([])
    expect(await invite('carla', 'level@example.org', 'client_admin')).toBeTypeOf('string')
    await desk.tenants.inviteToAgency(as('adam'), cast.north, { email: 'level2@example.org', role: 'admin' })
    expect(await desk.mailsTo('level2@example.org')).toHaveLength(1)
  })

  test('gives a role where it belongs: of the agency, or of a client', async () => {
    const email = 'place@example.org'
    await expect(invite('olive', email, 'owner')).rejects.toThrow('the agency’s own page')
    const toAgency = (role: 'viewer' | 'analyst') =>
      desk.tenants.inviteToAgency(as('olive'), cast.north, { email, role: role as 'analyst' })
    await expect(toAgency('viewer')).rejects.toThrow('a client’s own page')
    expect(await desk.mailsTo(email)).toEqual([])
    await toAgency('analyst')
    expect(await desk.tenants.viewInvitation(await desk.tokenFor(email))).toMatchObject({ role: 'analyst' })
  })

  test('goes to an address that mail can be sent to, one line, and makes no person without a name', async () => {
    for (const email of ['', 'nobody', 'a@b', 'x@example.org\r\nBcc: y@example.org', '@example.org']) {
      const invited = desk.tenants.invite(as('olive'), cast.harbor, { email, role: 'viewer', persona: null })
      await expect(invited).rejects.toMatchObject({ name: 'Invalid', field: 'email' })
    }
    const token = await invite('olive', ' Nameless@example.org ', 'viewer').catch(() =>
      desk.tokenFor('Nameless@example.org'),
    )
    for (const name of ['', '  ', 'a\nb'])
      await expect(accept(token, { name })).rejects.toMatchObject({ field: 'name' })
    await expect(accept(token, { password: 'short' })).rejects.toMatchObject({ field: 'password' })
    expect(await accept(token)).toMatchObject({ status: 'signed_in' })
  })

  test('to a client’s own people names only that client in its mail', async () => {
    await invite('carla', 'quiet@example.org', 'viewer')
    const [mail] = await desk.mailsTo('quiet@example.org')
    expect(mail?.text).toContain('Carla Client invites you to Harbor Table Food Bank')
    for (const other of ['North Star', 'Clean Rivers', 'Prairie']) expect(JSON.stringify(mail)).not.toContain(other)
  })

  test('for a strategist makes a colleague who sees that client alone', async () => {
    const result = await accept(await invite('adam', 'stef@example.org', 'strategist'))
    if (result.status !== 'signed_in') throw new Error('not signed in')
    const stef = await desk.signIn.authenticate(result.token)
    if (!stef) throw new Error('no session')
    const who = await desk.tenants.whoAmI(stef.actor)
    expect(who.agencies).toMatchObject([{ name: 'North Star Digital', role: 'strategist' }])
    expect(who.tenants.map((each) => each.slug)).toEqual(['harbor-table'])
  })

  test('never takes a higher role away', async () => {
    const email = emailOf('adam')
    await desk.tenants.inviteToAgency(as('olive'), cast.north, { email, role: 'analyst' })
    await accept(await desk.tokenFor(email), { password })
    const [row] = await desk.t.superuser<{ role: string }[]>`select role from member where user_id = ${cast.adam}`
    expect(row?.role).toBe('admin')
  })

  test('cannot be stored for a client of another agency', async () => {
    await expect(desk.t.superuser`
      insert into invitation (agency_id, invitation_id, grant_tenant_id, invited_to, email, login, role, token_hash, invited_by, invited_by_name, created_at, expires_at)
      values (${cast.south}, gen_random_uuid(), ${cast.harbor}, 'x', 'x', 'x', 'viewer', 'x', ${cast.otto}, 'x', now(), now())`).rejects.toThrow(
      'foreign key',
    )
  })
})
