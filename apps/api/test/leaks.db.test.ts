import { totpCode } from '@throughline/core/sign-in'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Browser } from './house/browser.ts'
import { donationBody } from './house/donation.ts'
import { openHouse, type House } from './house/open-house.ts'
import { askAs } from './routes/example.ts'
import { examples } from './routes/examples.ts'
import { furnish, type Furnished } from './routes/furnish.ts'

/** A giver nobody else is called like. */
const donor = {
  firstname: 'Zephyrine',
  lastname: 'Quillfeather',
  email: 'zephyrine.quillfeather@planted.example',
  phone: '+1 (415) 555-0187',
}
/** Somebody who signs in. */
const person = {
  name: 'Xanthippe Mudlark',
  email: 'xanthippe.mudlark@planted.example',
  password: 'Planted-Passw0rd-Ibis-77',
}
const wrongPassword = 'Planted-Wr0ng-Passw0rd-Egret-31'
const strayToken = 'planted_token_Kestrel_4242424242'
const hookPassword = 'planted-hook-passw0rd-heron'

const givers = ['Zephyrine', 'Quillfeather', 'zephyrine', '4155550187', '415) 555-0187', '555-0187']
const people = ['Xanthippe', 'Mudlark', 'xanthippe']
const secrets = [person.password, wrongPassword, strayToken, hookPassword]

/** Answers that are there to tell a colleague's name and address, or one's own. */
const tellsPeople = new Set([
  'GET /trpc/session.whoAmI',
  'GET /trpc/members.list',
  'GET /trpc/agency.members',
  'GET /trpc/invitation.view',
  'GET /trpc/audit.list',
  'GET /trpc/agency.audit',
  'GET /trpc/dev.outbox',
  'POST /trpc/session.totpBegin',
])
/** Answers that are there to reveal a giver. */
const tellsGivers = new Set(['POST /trpc/contacts.reveal'])

let house: House
let f: Furnished
const printed: string[] = []
beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      printed.push(String(chunk))
      return true
    })
  house = await openHouse()
  house.actblue.setRows([])
  f = await furnish(house, donor)
})
afterAll(async () => {
  vi.restoreAllMocks()
  await house.close()
})

/** The same input with every text but the client's slug replaced by something planted. */
function poisoned(input: unknown, text: string): unknown {
  if (typeof input === 'string') return input === 'harbor-table' ? input : text
  if (Array.isArray(input)) return input.map((each) => poisoned(each, text))
  if (typeof input === 'object' && input !== null)
    return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, poisoned(value, text)]))
  return text
}

/** What must never be seen again after all that was done: in which answers, in how much of the log. */
async function traces(planted: readonly string[], telling: ReadonlySet<string>): Promise<string[]> {
  const answers = (await house.answers()).filter(({ asked }) => !telling.has(asked))
  const seen = answers.flatMap(({ asked, text }) =>
    planted.filter((each) => text.includes(each)).map((each) => `${asked} says ${each}`),
  )
  const logged = [house.log(), printed.join('')].flatMap((text) =>
    planted.filter((each) => text.includes(each)).map((each) => `the log says ${each}`),
  )
  return [...new Set([...seen, ...logged])]
}

const tokens: string[] = []
const signIn = async (email: string, password: string) => {
  const browser = house.nobody()
  await browser.mutate('session.signIn', { email, password })
  if (browser.token !== undefined) tokens.push(browser.token)
  return browser
}

test('people sign in, fail to, forget and reset their passwords', async () => {
  const { actor } = (await house.services.signIn.authenticate((await house.as('olive')).token ?? '')) ?? {}
  if (!actor) throw new Error('Olive is not signed in')
  const { userId } = await house.services.tenants.admit(
    actor,
    { tenantId: cast.harbor, role: 'client_admin', persona: null },
    person,
  )
  const browser = await signIn(person.email, person.password)
  expect((await browser.query('session.whoAmI')).status).toBe(200)
  expect(userId).not.toBe('')
  await signIn(person.email, wrongPassword)
  await signIn('somebody.else@planted.example', wrongPassword)
  tokens.push(await f.resetToken(person.email))
  for (const procedure of ['session.reset', 'invitation.accept', 'firstOwner.accept'])
    await house.nobody().mutate(procedure, { token: strayToken, password: person.password, name: person.name })
  await house.nobody().query('invitation.view', { token: strayToken })
  for (const path of [`/reset/${strayToken}`, `/invitation/${strayToken}`, `/hooks/actblue/${strayToken}/contribution`])
    await house.nobody().fetch(path)
  const { secret } = (await browser.mutate('session.totpBegin')).data as { secret: string }
  const { codes } = (await browser.mutate('session.totpConfirm', { code: totpCode(secret, house.now()) })).data as {
    codes: string[]
  }
  tokens.push(secret, ...codes)
  if (browser.mark !== undefined) tokens.push(browser.mark)
  const [used] = codes
  const there = house.nobody()
  const answer = await there.mutate('session.signIn', { email: person.email, password: person.password, code: used })
  expect(answer.data).toEqual({ status: 'signed_in' })
  await there.mutate('session.signIn', { email: person.email, password: person.password, code: used })
})

test('deliveries come in every shape that is wrong', async () => {
  const gift = donationBody({ ...donor, lineitemId: 830_000_001 })
  const text = JSON.stringify(gift)
  const bodies = [
    gift,
    { ...gift, lineitems: [{ lineitemId: donor.email, entityId: 70001, amount: donor.phone, paidAt: donor.lastname }] },
    { ...gift, lineitems: donor.email },
    { ...gift, contribution: { orderNumber: [donor.email], status: donor.firstname } },
    { [donor.email]: donor },
    text.slice(0, -9),
    `${text}${' '.repeat(1024 * 1024)}`,
    JSON.stringify([donor]),
  ]
  const statuses: number[] = []
  for (const body of bodies)
    for (const kind of ['contribution', 'refund', 'cancellation'] as const) {
      statuses.push((await f.hooks.post(body, { kind })).status)
      await f.hooks.post(body, { kind, password: hookPassword })
      await house.settle()
    }
  expect(new Set(statuses)).toEqual(new Set([200, 400]))
  const { data } = await (
    await house.as('sam')
  ).query('connections.quarantine', {
    tenant: 'harbor-table',
    connectionId: f.connectionId,
  })
  expect((data as { rows: unknown[] }).rows.length).toBeGreaterThan(5)
})

test('jobs fail in the middle of it, once and for good', async () => {
  const { superuser } = house.t
  await superuser`alter table fact add constraint planted_failure check (false) not valid`
  await f.hooks.post(donationBody({ ...donor, lineitemId: 830_000_002 }))
  await house.settle()
  await superuser`alter table fact drop constraint planted_failure`
  await superuser`alter table inbox add constraint planted_failure check (false) not valid`
  expect((await f.hooks.post(donationBody({ ...donor, lineitemId: 830_000_003 }))).status).toBe(503)
  await superuser`alter table inbox drop constraint planted_failure`
  await house.bury(cast.harbor, 'planted', new Error(`no place for ${donor.email}`, { cause: new Error(donor.phone) }))
  const { data } = await (await house.as('sam')).query('jobs.deadLetters', { tenant: 'harbor-table' })
  expect((data as { rows: unknown[] }).rows.length).toBeGreaterThan(0)
})

test('every route is called, as it should be and with something planted in place of every text', async () => {
  const names = ['olive', 'vera', 'otto'] as const
  const browsers: Browser[] = [...(await Promise.all(names.map((name) => house.as(name)))), house.nobody()]
  for (const example of examples) {
    const { as = 'olive', input, call, tryAs } = example
    const owner = as === 'nobody' ? house.nobody() : await house.as(as)
    const given = await input?.(f)
    if (call) await call(f)
    else await askAs(owner, example, given)
    if (tryAs) for (const each of browsers) await tryAs(each, f)
    else
      for (const each of [
        house.nobody(),
        await house.as('otto'),
        await house.as('vera'),
        await house.as(as === 'nobody' ? 'olive' : as),
      ])
        for (const text of [donor.email, strayToken]) await askAs(each, example, poisoned(given ?? {}, text))
    await house.settle()
  }
  await (await house.as('olive')).query(donor.email)
  await house.nobody().fetch(`/${donor.email}?phone=${donor.phone}`, { headers: { 'x-request-id': strayToken } })
  expect((await house.answers()).length).toBeGreaterThan(500)
}, 300_000)

test('a giver’s name, address and number are told by what is there to reveal them, and nowhere else', async () => {
  const revealed = (await house.answers()).filter(({ asked }) => tellsGivers.has(asked))
  expect(revealed.some(({ text }) => text.includes(donor.email))).toBe(true)
  expect(await traces(givers, tellsGivers)).toEqual([])
})

test('a colleague’s name and address are told to those who manage members, and never logged', async () => {
  const listed = (await house.answers()).filter(({ asked }) => asked === 'GET /trpc/members.list')
  expect(listed.some(({ text }) => text.includes(person.email))).toBe(true)
  expect(await traces(people, tellsPeople)).toEqual([])
})

test('passwords and tokens are told to nobody', async () => {
  expect(tokens.length).toBeGreaterThan(13)
  expect(await traces(secrets, new Set())).toEqual([])
  // A link's token, an authenticator's secret and recovery codes are told once, to whom they are for.
  const told = new Set([
    'GET /trpc/dev.outbox',
    'POST /trpc/session.totpBegin',
    'POST /trpc/session.totpConfirm',
    'POST /trpc/session.renewRecoveryCodes',
  ])
  expect(await traces(tokens, told)).toEqual([])
})

test('and the log was written all the while', () => {
  expect(house.log()).toContain('trpc/session.signIn')
  expect(house.log()).toContain('a job failed')
})
