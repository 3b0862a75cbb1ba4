import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cast } from '@throughline/db/testing'
import { emailOf, frontDesk, hours, minutes, password, type FrontDesk } from '../tenants/testing/front-desk.ts'
import { visitors, why } from './testing/visitors.ts'
import { totpCode } from './totp.ts'

let desk: FrontDesk
beforeEach(async () => {
  desk = await frontDesk()
})
afterEach(() => desk.t.drop())

const { address, enter, actorOf } = visitors(() => desk)

/** Otto sets up an authenticator. Half a minute later its next code works. */
async function setUp() {
  const actor = await actorOf((await enter('otto')).token)
  const { secret } = await desk.signIn.totpBegin(actor)
  const { codes } = await desk.signIn.totpConfirm(actor, { code: totpCode(secret, desk.now()) })
  desk.passes(30_000)
  return { actor, secret, codes, first: codes[0] ?? '', code: () => totpCode(secret, desk.now()) }
}
const attempt = (given: { password?: string; code?: string }) =>
  desk.signIn.signIn({ email: emailOf('otto'), password, ...given, address: address() })
const told = async (action: string) =>
  desk.t.superuser`select actor, detail from agency_audit where agency_id = ${cast.south} and action = ${action}`
const subjects = async () => {
  await desk.settled()
  return (await desk.mailsTo(emailOf('otto'))).map((mail) => mail.subject)
}

describe('an authenticator', () => {
  test('once confirmed, its code is asked for after the right password only, and each code works once', async () => {
    const actor = await actorOf((await enter('otto')).token)
    const begun = await desk.signIn.totpBegin(actor)
    const code = () => totpCode(begun.secret, desk.now())
    expect(await enter('otto')).toBeDefined()
    const notYet = code() === '000000' ? '111111' : '000000'
    expect(await why(desk.signIn.totpConfirm(actor, { code: notYet }))).toMatchObject({ name: 'Invalid' })
    await desk.signIn.totpConfirm(actor, { code: code() })

    expect(await attempt({})).toEqual({ status: 'code_needed' })
    expect(await why(attempt({ password: 'not it at all' }))).toMatchObject({ name: 'Unauthenticated' })
    expect(await why(attempt({ code: code() }))).toMatchObject({ name: 'Unauthenticated' })
    desk.passes(30_000)
    expect(await attempt({ code: code() })).toMatchObject({ status: 'signed_in' })
    expect(await why(attempt({ code: code() }))).toMatchObject({ name: 'Unauthenticated' })

    desk.passes(30_000)
    const sameCode = code()
    const twins = await Promise.allSettled([attempt({ code: sameCode }), attempt({ code: sameCode })])
    expect(twins.filter((each) => each.status === 'fulfilled')).toHaveLength(1)

    const kept = JSON.stringify(
      await desk.t.superuser`select encode(totp_secret, 'escape') as s from app_user where user_id = ${cast.otto}`,
    )
    expect(kept).not.toContain(begun.secret)
  })

  test('confirmed twice at once gives one set of recovery codes', async () => {
    const actor = await actorOf((await enter('otto')).token)
    const { secret } = await desk.signIn.totpBegin(actor)
    const confirm = () => desk.signIn.totpConfirm(actor, { code: totpCode(secret, desk.now()) })
    const twins = await Promise.allSettled([confirm(), confirm()])
    const [given, ...more] = twins.flatMap((each) => (each.status === 'fulfilled' ? [each.value.codes] : []))
    expect(more).toEqual([])
    desk.passes(30_000)
    expect(await attempt({ code: given?.[0] ?? '' })).toMatchObject({ status: 'signed_in' })
  })

  test('is taken away by who knows the password, with its recovery codes, and told by mail', async () => {
    const { actor, first } = await setUp()
    expect(await why(desk.signIn.totpRemove(actor, { password: 'not it at all' }))).toMatchObject({ name: 'Invalid' })
    expect(await desk.signIn.secondStep(actor)).toEqual({ on: true, codesLeft: 10 })
    await desk.signIn.totpRemove(actor, { password })
    expect(await desk.signIn.secondStep(actor)).toEqual({ on: false, codesLeft: 0 })
    expect(await enter('otto')).toBeDefined()
    expect(await told('totp.removed')).toHaveLength(1)
    expect(await subjects()).toContain('The second step at sign-in is off')

    const begun = await desk.signIn.totpBegin(actor)
    await desk.signIn.totpConfirm(actor, { code: totpCode(begun.secret, desk.now()) })
    expect(await why(attempt({ code: first }))).toMatchObject({ name: 'Unauthenticated' })
  })

  test('guessed at is limited like a password', async () => {
    const { code } = await setUp()
    const here = { email: emailOf('otto'), password, address: '192.0.2.9' }
    const wrong = code() === '123456' ? '654321' : '123456'
    for (let i = 0; i < 5; i += 1) await why(desk.signIn.signIn({ ...here, code: wrong }))
    expect(await why(desk.signIn.signIn({ ...here, code: code() }))).toMatchObject({ name: 'Unauthenticated' })
    desk.passes(minutes(1))
    expect(await desk.signIn.signIn({ ...here, code: code() })).toMatchObject({ userId: cast.otto })
  })
})

describe('a recovery code', () => {
  test('stands in for the authenticator’s code once; what is left is told, in the audit and by mail', async () => {
    const { actor, codes, first } = await setUp()
    expect(new Set(codes).size).toBe(10)
    expect(await why(attempt({ password: 'not it at all', code: first }))).toMatchObject({ name: 'Unauthenticated' })
    expect(await desk.signIn.secondStep(actor)).toEqual({ on: true, codesLeft: 10 })
    expect(await attempt({ code: first.toLowerCase().replaceAll('-', ' ') })).toMatchObject({ status: 'signed_in' })
    expect(await why(attempt({ code: first }))).toMatchObject({ name: 'Unauthenticated' })
    expect(await desk.signIn.secondStep(actor)).toEqual({ on: true, codesLeft: 9 })
    expect(await told('recovery_code.used')).toMatchObject([{ actor: `user:${cast.otto}`, detail: { codesLeft: 9 } }])
    expect(await subjects()).toEqual(
      expect.arrayContaining(['The second step at sign-in is on', 'A recovery code was used to sign in']),
    )
    expect(await attempt({ code: codes[1] ?? '' })).toMatchObject({ status: 'signed_in' })
  })

  test('never works twice, whoever signs in with it side by side', async () => {
    const { actor, codes } = await setUp()
    for (const code of codes.slice(0, 3)) {
      const many = await Promise.allSettled(Array.from({ length: 6 }, () => attempt({ code })))
      expect(many.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    }
    expect(await desk.signIn.secondStep(actor)).toEqual({ on: true, codesLeft: 7 })
    expect(await told('recovery_code.used')).toHaveLength(3)
  })

  test('is nobody else’s: another’s account does not open with it', async () => {
    const { first } = await setUp()
    const adam = await actorOf((await enter('adam')).token)
    const { secret } = await desk.signIn.totpBegin(adam)
    await desk.signIn.totpConfirm(adam, { code: totpCode(secret, desk.now()) })
    expect(await why(enter('adam', { code: first }))).toMatchObject({ name: 'Unauthenticated' })
    expect(await desk.signIn.secondStep(adam)).toEqual({ on: true, codesLeft: 10 })
    expect(await attempt({ code: first })).toMatchObject({ status: 'signed_in' })
  })

  test('is replaced with the others by who knows the password; the earlier ones end, and it is told', async () => {
    const { actor, codes, first } = await setUp()
    await attempt({ code: first })
    const refused = await why(desk.signIn.renewRecoveryCodes(actor, { password: 'not it at all' }))
    expect(refused).toMatchObject({ name: 'Invalid' })
    const renewed = await desk.signIn.renewRecoveryCodes(actor, { password })
    expect(await desk.signIn.secondStep(actor)).toEqual({ on: true, codesLeft: 10 })
    expect(codes.some((code) => renewed.codes.includes(code))).toBe(false)
    expect(await why(attempt({ code: codes[1] ?? '' }))).toMatchObject({ name: 'Unauthenticated' })
    expect(await attempt({ code: renewed.codes[1] ?? '' })).toMatchObject({ status: 'signed_in' })
    expect(await told('recovery_codes.renewed')).toHaveLength(1)
    expect(await subjects()).toContain('Your recovery codes are new')
  })

  test('is made only where the second step is on', async () => {
    const actor = await actorOf((await enter('otto')).token)
    expect(await why(desk.signIn.renewRecoveryCodes(actor, { password }))).toMatchObject({ name: 'Invalid' })
    await desk.signIn.totpBegin(actor)
    expect(await why(desk.signIn.renewRecoveryCodes(actor, { password }))).toMatchObject({ name: 'Invalid' })
    expect(await desk.t.superuser`select 1 from recovery_code`).toHaveLength(0)
  })

  test('lies in the database as its hash alone, and outlasts a new password', async () => {
    const { codes, first } = await setUp()
    const rows = JSON.stringify(await desk.t.superuser`select * from recovery_code`)
    for (const code of codes) for (const text of [code, code.replaceAll('-', '')]) expect(rows).not.toContain(text)
    await desk.signIn.forgot({ email: emailOf('otto'), address: address() })
    await desk.settled()
    const next = 'quite another passphrase'
    await desk.signIn.reset({ token: await desk.tokenFor(emailOf('otto')), password: next })
    expect(await attempt({ password: next })).toEqual({ status: 'code_needed' })
    expect(await attempt({ password: next, code: first })).toMatchObject({ status: 'signed_in' })
    desk.passes(hours(1))
    expect(await why(attempt({ password: next, code: first }))).toMatchObject({ name: 'Unauthenticated' })
  })
})
