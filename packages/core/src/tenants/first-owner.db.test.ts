import { afterEach, beforeEach, expect, test } from 'vitest'
import { frontDesk, hours, type FrontDesk } from './testing/front-desk.ts'

let desk: FrontDesk
beforeEach(async () => {
  desk = await frontDesk('nobody')
})
afterEach(() => desk.t.drop())

const first = (email = 'first@example.org') => ({
  agencyName: 'North Star Digital',
  owner: { name: 'Fay First', email, password: 'a long new password' },
})
const link = async () => (await desk.tenants.createFirstOwnerLink())?.split('/').at(-1) ?? ''

test('a server with nobody on it makes its first owner by a link that works once', async () => {
  const token = await link()
  expect(await desk.tenants.viewFirstOwnerLink(token)).toEqual({ expiresAt: '2026-11-21T15:00:00.000Z' })
  const result = await desk.tenants.acceptFirstOwnerLink(token, first())
  if (result.status !== 'signed_in') throw new Error('not signed in')
  const fay = await desk.signIn.authenticate(result.token)
  if (!fay) throw new Error('no session')
  const who = await desk.tenants.whoAmI(fay.actor)
  expect(who).toMatchObject({
    user: { name: 'Fay First' },
    agencies: [{ name: 'North Star Digital', role: 'owner' }],
    tenants: [],
  })
  await expect(desk.tenants.acceptFirstOwnerLink(token, first('second@example.org'))).rejects.toThrow(
    'does not work any more',
  )
  await expect(desk.tenants.viewFirstOwnerLink(token)).rejects.toThrow('does not work any more')
  expect(await desk.tenants.createFirstOwnerLink()).toBeUndefined()
})

test('two who follow it at once: one is first', async () => {
  const token = await link()
  const answers = await Promise.allSettled(
    ['a', 'b', 'c'].map((name) => desk.tenants.acceptFirstOwnerLink(token, first(`${name}@example.org`))),
  )
  expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
  expect(await desk.t.superuser`select 1 from agency`).toHaveLength(1)
})

test('forged, altered or a day old it does nothing', async () => {
  const token = await link()
  const [until = '', mark = ''] = token.split('.')
  const forged = [
    `${Number(until) + 1}.${mark}`,
    `${until}.${mark.replace(/^./, (c) => (c === '0' ? '1' : '0'))}`,
    until,
    '',
    '.',
  ]
  for (const each of forged)
    await expect(desk.tenants.acceptFirstOwnerLink(each, first())).rejects.toThrow('does not work any more')
  desk.passes(hours(24))
  await expect(desk.tenants.acceptFirstOwnerLink(token, first())).rejects.toThrow('does not work any more')
  expect(await desk.tenants.acceptFirstOwnerLink(await link(), first())).toMatchObject({ status: 'signed_in' })
})
