import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDoor } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import { days, emailOf, frontDesk, hours, minutes, password, type FrontDesk } from '../tenants/testing/front-desk.ts'
import { createAttempts } from './attempts.store.ts'
import { nobodysHash } from './password.ts'
import { prove } from './prove.ts'
import { visitors, why } from './testing/visitors.ts'

let desk: FrontDesk
beforeAll(async () => {
  desk = await frontDesk()
})
afterAll(() => desk.t.drop())

const { address, enter, actorOf, guess } = visitors(() => desk)

describe('signing in', () => {
  test('opens a session for the right password, however the address is written', async () => {
    const { token } = await enter('olive')
    expect(await desk.signIn.authenticate(token)).toMatchObject({ userId: cast.olive, renewed: false })
    const shouted = await desk.signIn.signIn({ email: '  OLIVE@example.org ', password, address: address() })
    expect(shouted).toMatchObject({ status: 'signed_in', userId: cast.olive })
  })

  test('answers a wrong password, an unknown address and a locked account with the same words', async () => {
    const wrong = await why(
      desk.signIn.signIn({ email: emailOf('adam'), password: 'not it at all', address: address() }),
    )
    const unknown = await why(desk.signIn.signIn({ email: 'nobody@example.org', password, address: address() }))
    const here = '192.0.2.5'
    await guess('ana', 5, { address: here })
    const locked = await why(desk.signIn.signIn({ email: emailOf('ana'), password, address: here }))
    expect(wrong).toEqual({ name: 'Unauthenticated', message: wrong?.message })
    expect(unknown).toEqual(wrong)
    expect(locked).toEqual(wrong)
    desk.passes(30_000)
    expect(await enter('ana', { address: here })).toMatchObject({ userId: cast.ana })
  })

  test('takes an unknown address through the same steps as a known one, to the password’s hash', async () => {
    let steps: string[] = []
    const { database } = desk.t
    const counted: typeof database = {
      ...database,
      begin: (settings, fn, access) => {
        steps.push(`begin ${settings.length}`)
        return database.begin(settings, fn, access)
      },
      call: (query) => {
        steps.push('call')
        return database.call(query)
      },
    }
    const door = createDoor(counted, desk.now)
    const attempts = createAttempts(counted, desk.secrets, desk.now)
    const stepsOf = async (email: string) => {
      steps = []
      await why(
        prove(
          { door, attempts, secrets: desk.secrets, mailer: desk.mailer, now: desk.now, send: () => {} },
          { email, password: 'guess', address: address() },
        ),
      )
      return steps
    }
    const known = await stepsOf(emailOf('otto'))
    expect(known).toHaveLength(3)
    expect(await stepsOf('stranger@example.org')).toEqual(known)
    expect(await nobodysHash(() => 'x')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('neither the session’s token nor the limiter’s addresses stand in the database', async () => {
    const { token } = await enter('olive')
    const everything = JSON.stringify([
      await desk.t.superuser`select * from session`,
      await desk.t.superuser`select * from attempt`,
    ])
    expect(everything).not.toContain(token)
    expect(everything).not.toContain('example.org')
    expect(everything).not.toContain('198.51')
    expect(await desk.t.superuser`select 1 from session where user_id = ${cast.olive}`).not.toHaveLength(0)
  })

  test('is told to the chain of the agency the person is at home in', async () => {
    await enter('otto')
    await enter('carla')
    const told = await desk.t.superuser<{ agency_id: string; actor: string }[]>`
      select agency_id, actor from agency_audit where action = 'session.opened' and actor in (${`user:${cast.otto}`}, ${`user:${cast.carla}`})`
    expect([...told].map((row) => ({ ...row }))).toEqual(
      expect.arrayContaining([
        { agency_id: cast.south, actor: `user:${cast.otto}` },
        { agency_id: cast.north, actor: `user:${cast.carla}` },
      ]),
    )
  })
})

describe('a session', () => {
  test('lasts 30 days and slides once half of them are gone', async () => {
    const { token, expiresAt } = await enter('sam')
    expect(expiresAt.getTime() - desk.now().getTime()).toBeCloseTo(days(30), -4)
    desk.passes(days(14))
    expect(await desk.signIn.authenticate(token)).toMatchObject({ renewed: false })
    desk.passes(days(2))
    const renewed = await desk.signIn.authenticate(token)
    expect(renewed?.renewed).toBe(true)
    expect((renewed?.expiresAt.getTime() ?? 0) - desk.now().getTime()).toBeCloseTo(days(30), -4)
    desk.passes(days(29))
    expect(await desk.signIn.authenticate(token)).toBeDefined()
    desk.passes(days(31))
    expect(await desk.signIn.authenticate(token)).toBeUndefined()
  })

  test('ends with signing out, and only that one', async () => {
    const [here, there] = [await enter('adam'), await enter('adam')]
    await desk.signIn.signOut(here.token)
    expect(await desk.signIn.authenticate(here.token)).toBeUndefined()
    expect(await desk.signIn.authenticate(there.token)).toBeDefined()
  })

  test('ends everywhere at once, the others’ do not, and open pages hear it', async () => {
    const [one, two, other] = [await enter('adam'), await enter('adam'), await enter('olive')]
    const heard: string[] = []
    const stop = await desk.t.database.listen('throughline_grants', (userId) => heard.push(userId))
    await desk.signIn.signOutEverywhere(await actorOf(one.token))
    expect(await desk.signIn.authenticate(one.token)).toBeUndefined()
    expect(await desk.signIn.authenticate(two.token)).toBeUndefined()
    expect(await desk.signIn.authenticate(other.token)).toBeDefined()
    await expect.poll(() => heard).toEqual([cast.adam])
    await stop()
  })

  test('that nobody was given opens nothing', async () => {
    for (const token of ['', 'x', 'a'.repeat(40), "' or 1=1 --"]) {
      expect(await desk.signIn.authenticate(token)).toBeUndefined()
    }
  })
})

describe('a password', () => {
  test('is changed by who knows it, ends the other sessions and keeps this one', async () => {
    const [here, there] = [await enter('carla'), await enter('carla')]
    const actor = await actorOf(here.token)
    const change = (current: string, next: string) =>
      desk.signIn.changePassword(actor, here.token, { current, password: next })
    expect(await why(change('not it at all', 'a new long password'))).toMatchObject({ name: 'Invalid' })
    expect(await why(change(password, 'short'))).toMatchObject({ name: 'Invalid' })
    expect(await desk.signIn.authenticate(there.token)).toBeDefined()
    await change(password, 'a new long password')
    expect(await desk.signIn.authenticate(here.token)).toBeDefined()
    expect(await desk.signIn.authenticate(there.token)).toBeUndefined()
    expect(await why(enter('carla'))).toMatchObject({ name: 'Unauthenticated' })
    const again = { email: emailOf('carla'), password: 'a new long password', address: address() }
    expect(await desk.signIn.signIn(again)).toMatchObject({ status: 'signed_in' })
    expect((await desk.mailsTo(emailOf('carla')))[0]?.subject).toBe('Your password was changed')
  })

  test('forgotten: a link that works once and for an hour; older links and all sessions end', async () => {
    const email = emailOf('olive')
    const session = await enter('olive')
    await desk.signIn.forgot({ email, address: address() })
    await desk.settled()
    const older = await desk.tokenFor(email)
    desk.passes(minutes(5))
    await desk.signIn.forgot({ email, address: address() })
    await desk.settled()
    const token = await desk.tokenFor(email)
    const next = 'quite another passphrase'
    expect(await why(desk.signIn.reset({ token: older, password: next }))).toMatchObject({ name: 'NotFound' })
    expect(await why(desk.signIn.reset({ token, password: 'short' }))).toMatchObject({ name: 'Invalid' })
    await desk.signIn.reset({ token, password: next })
    expect(await desk.signIn.authenticate(session.token)).toBeUndefined()
    expect(await desk.signIn.signIn({ email, password: next, address: address() })).toMatchObject({
      status: 'signed_in',
    })
    const used = await why(desk.signIn.reset({ token, password: next }))
    const unknown = await why(desk.signIn.reset({ token: 'unknown', password: next }))
    expect(used).toEqual(unknown)

    await desk.signIn.forgot({ email, address: address() })
    await desk.settled()
    const late = await desk.tokenFor(email)
    desk.passes(hours(1))
    expect(await why(desk.signIn.reset({ token: late, password: next }))).toEqual(unknown)
    const rows = JSON.stringify(await desk.t.superuser`select * from password_reset`)
    expect(rows).not.toContain(late)
  })

  test('forgotten by an unknown address: the same answer, no mail, nothing written', async () => {
    const before = await desk.t.superuser`select count(*) from mail`
    expect(await desk.signIn.forgot({ email: 'nobody@example.org', address: address() })).toBeUndefined()
    await desk.settled()
    expect(await desk.t.superuser`select count(*) from mail`).toEqual(before)
  })

  test('asked for over and over mails only so often', async () => {
    const email = emailOf('vera')
    for (let i = 0; i < 12; i += 1) await desk.signIn.forgot({ email, address: address() })
    await desk.settled()
    expect(await desk.mailsTo(email)).toHaveLength(5)
  })
})

test('what is over is forgotten by the daily clearing: sessions, reset links, counts; what is not stays', async () => {
  await enter('sam')
  await desk.signIn.forgot({ email: emailOf('sam'), address: address() })
  await desk.settled()
  desk.passes(days(31))
  const { token } = await enter('vera')
  await desk.signIn.forgot({ email: emailOf('vera'), address: address() })
  await desk.settled()
  await desk.signIn.purge()
  const left = async (table: string) =>
    (await desk.t.superuser.unsafe<{ user_id: string }[]>(`select user_id from ${table}`)).map((row) => row.user_id)
  expect(await left('session')).toEqual([cast.vera])
  expect(await left('password_reset')).toEqual([cast.vera])
  expect(await desk.signIn.authenticate(token)).toBeDefined()
  expect(
    await desk.t.superuser`select 1 from attempt where since < ${new Date(desk.now().getTime() - days(1))}`,
  ).toHaveLength(0)
})
