import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cast } from '@throughline/db/testing'
import { emailOf, frontDesk, hours, minutes, password, type FrontDesk } from '../tenants/testing/front-desk.ts'
import { visitors, why } from './testing/visitors.ts'

let desk: FrontDesk
beforeEach(async () => {
  desk = await frontDesk()
})
afterEach(() => desk.t.drop())

const { address, enter, actorOf, guess, browserOf } = visitors(() => desk)
const refused = { name: 'Unauthenticated' }

describe('a stranger who guesses at an account', () => {
  test('from one network locks that network out of it, and the owner elsewhere comes in', async () => {
    const stranger = '203.0.113.5'
    await guess('vera', 50, { address: stranger })
    expect(await why(enter('vera', { address: stranger }))).toMatchObject(refused)
    expect(await enter('vera')).toMatchObject({ userId: cast.vera })
  })

  test('from many networks slows every stranger down, and not the browser that signed in before', async () => {
    const browser = await browserOf('vera')
    await guess('vera', 40)
    expect(await why(enter('vera'))).toMatchObject(refused)
    expect(await enter('vera', { browser })).toMatchObject({ userId: cast.vera })
    await guess('vera', 200)
    expect(await enter('vera', { browser, address: '203.0.113.5' })).toMatchObject({ userId: cast.vera })
    // The owner coming in gives the stranger no new tries.
    expect(await why(enter('vera'))).toMatchObject(refused)
    desk.passes(minutes(15))
    expect(await enter('vera')).toMatchObject({ userId: cast.vera })
  })

  test('behind the owner’s own network does not keep the owner’s browser out', async () => {
    const office = '203.0.113.77'
    const browser = await browserOf('vera')
    for (const name of ['vera', 'sam', 'ana', 'adam', 'carla', 'olive', 'otto'] as const)
      await guess(name, 6, { address: office })
    expect(await why(enter('rex', { address: office }))).toMatchObject(refused)
    expect(await enter('vera', { browser, address: office })).toMatchObject({ userId: cast.vera })
  })

  test('gets no further with a browser that is known for another account', async () => {
    const browser = await browserOf('sam')
    await guess('vera', 40, { browser })
    expect(await why(enter('vera', { browser }))).toMatchObject(refused)
    expect(await enter('sam', { browser })).toMatchObject({ userId: cast.sam })
  })

  test('does not keep the owner, signed in, from their password and second step', async () => {
    const { token } = await enter('vera')
    const actor = await actorOf(token)
    await guess('vera', 60)
    await desk.signIn.changePassword(actor, token, { current: password, password: 'another long password' })
    expect(await desk.signIn.authenticate(token)).toBeDefined()
  })

  test('leaves the owner on a new browser a way in: a link by mail, and that browser is known from then on', async () => {
    const email = emailOf('vera')
    await guess('vera', 40)
    expect(await why(enter('vera'))).toMatchObject(refused)
    await desk.signIn.forgot({ email, address: address() })
    await desk.settled()
    const next = 'quite another passphrase'
    const { userId } = await desk.signIn.reset({ token: await desk.tokenFor(email), password: next })
    const { text: browser } = await desk.signIn.rememberBrowser(userId, undefined)
    const enterAnew = (given: { browser?: string }) =>
      desk.signIn.signIn({ email, password: next, address: address(), ...given })
    expect(await why(enterAnew({}))).toMatchObject(refused)
    expect(await enterAnew({ browser })).toMatchObject({ userId: cast.vera })
  })
})

describe('a browser that signed in before', () => {
  test('has its own five tries, then waits, whatever its network', async () => {
    const browser = await browserOf('vera')
    await guess('vera', 5, { browser })
    expect(await why(enter('vera', { browser }))).toMatchObject(refused)
    // Another's tries are not used up by it.
    expect(await enter('vera')).toMatchObject({ userId: cast.vera })
    desk.passes(30_000)
    expect(await enter('vera', { browser })).toMatchObject({ userId: cast.vera })
  })

  test('stays the same one however often it signs in: no more tries by it', async () => {
    const browser = await browserOf('vera')
    const { text: again } = await desk.signIn.rememberBrowser(cast.vera, browser)
    await guess('vera', 3, { browser })
    await guess('vera', 2, { browser: again })
    expect(await why(enter('vera', { browser }))).toMatchObject(refused)
    expect(await why(enter('vera', { browser: again }))).toMatchObject(refused)
  })
})

test('a session’s holder guesses at the password behind it only so often', async () => {
  const { token } = await enter('vera')
  const actor = await actorOf(token)
  const next = 'another long password'
  const change = (current: string) => desk.signIn.changePassword(actor, token, { current, password: next })
  for (let i = 0; i < 5; i += 1) expect(await why(change('guess'))).toMatchObject({ name: 'Invalid' })
  expect(await why(change(password))).toMatchObject({ name: 'Invalid' })
  desk.passes(30_000)
  await change(password)
})

test('tries side by side cannot slip past the limit', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      desk.signIn
        .signIn({ email: emailOf('rex'), password: 'guess', address: '192.0.2.30' })
        .catch((error: unknown) => (error as Error).name),
    ),
  )
  expect(new Set(answers)).toEqual(new Set(['Unauthenticated']))
  const counts = await desk.t.superuser<{ failures: number }[]>`select failures from attempt`
  expect(counts.map((row) => row.failures)).toEqual([5, 5, 5])
})

test('successes side by side with failures wait for each other and end', async () => {
  const answers = await Promise.allSettled(
    Array.from({ length: 24 }, (_, n) =>
      n % 2 ? enter('rex', { address: '192.0.2.31' }) : guess('rex', 1, { address: '192.0.2.31' }),
    ),
  )
  const errors = answers.flatMap((each) => (each.status === 'rejected' ? [(each.reason as Error).name] : []))
  expect(errors.filter((name) => name !== 'Unauthenticated')).toEqual([])
})

test('one network guessing at many accounts is locked as well, and another network is not', async () => {
  const network = '192.0.2.77'
  for (let i = 0; i < 30; i += 1)
    await why(desk.signIn.signIn({ email: `guess-${i}@example.org`, password: 'guess', address: network }))
  expect(await why(enter('vera', { address: network }))).toMatchObject(refused)
  expect(await enter('vera')).toMatchObject({ userId: cast.vera })
})

test('a lock falls on an address nobody has as on one that somebody has', async () => {
  const at = (email: string, address: string) => why(desk.signIn.signIn({ email, password: 'guess', address }))
  const known: unknown[] = []
  const unknown: unknown[] = []
  for (let i = 0; i < 8; i += 1) {
    known.push(await at(emailOf('vera'), '192.0.2.40'))
    unknown.push(await at('nobody@example.org', '192.0.2.41'))
  }
  expect(known).toEqual(unknown)
  desk.passes(hours(24))
  expect(await enter('vera', { address: '192.0.2.40' })).toBeDefined()
})
