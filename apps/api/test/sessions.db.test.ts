import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type House } from './house/open-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const credentials = { email: 'sam@example.org', password: cast.password }

test('signing in puts a session into a cookie that no script reads, and whoAmI answers', async () => {
  const sam = house.nobody()
  const response = await sam.fetch('/trpc/session.signIn', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  })
  const cookie = response.headers.getSetCookie().find((each) => each.startsWith('throughline_session'))
  expect(cookie).toMatch(/^throughline_session=\w+; .*Path=\/.*HttpOnly.*SameSite=Lax/)
  expect(await response.text()).not.toContain(sam.token)
  const me = await sam.query('session.whoAmI')
  expect(me.data).toMatchObject({ user: { name: 'Sam Strategist' }, tenants: [{ slug: 'harbor-table' }] })
})

test('a wrong password and an unknown address answer alike', async () => {
  const wrong = await house.nobody().mutate('session.signIn', { ...credentials, password: 'not it at all' })
  const unknown = await house.nobody().mutate('session.signIn', { ...credentials, email: 'who@example.org' })
  expect(wrong.status).toBe(401)
  const said = ({ text }: { text: string }) => text.replace(/"requestId":"[^"]+"/, '')
  expect(said(unknown)).toBe(said(wrong))
})

test('signing out ends the session everywhere it was copied to', async () => {
  const sam = await house.as('sam')
  const copy = house.nobody()
  copy.token = sam.token
  expect((await copy.query('session.whoAmI')).status).toBe(200)
  expect((await sam.mutate('session.signOut')).status).toBe(200)
  expect(sam.token).toBeUndefined()
  expect((await copy.query('session.whoAmI')).status).toBe(401)
})

test('another site cannot change anything with the person’s cookie', async () => {
  const sam = await house.as('sam')
  const forged = await sam.fetch('/trpc/session.signOutEverywhere', {
    method: 'POST',
    headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
    body: '{}',
  })
  expect(forged.status).toBe(403)
  expect(forged.headers.get('content-type')).toBe('application/problem+json')
  expect((await sam.query('session.whoAmI')).status).toBe(200)
})

test('after too many wrong tries even the right password is refused, in the same words', async () => {
  const tries = []
  for (let n = 0; n < 30; n += 1)
    tries.push(await house.nobody().mutate('session.signIn', { email: 'vera@example.org', password: 'not it at all' }))
  expect(new Set(tries.map(({ status }) => status))).toEqual(new Set([401]))
  const right = await house.nobody().mutate('session.signIn', { email: 'vera@example.org', password: cast.password })
  expect(right.status).toBe(401)
})

test('a browser that signed in keeps a mark that no script and no other site’s page sends, and is not locked out by strangers', async () => {
  const sam = house.nobody()
  const body = JSON.stringify(credentials)
  const headers = { 'content-type': 'application/json' }
  const response = await sam.fetch('/trpc/session.signIn', { method: 'POST', headers, body })
  const cookie = response.headers.getSetCookie().find((each) => each.startsWith('throughline_browser'))
  expect(cookie).toMatch(
    /^throughline_browser=[\w.-]+; .*Path=\/.*Expires=\w+, 20 Nov 2027.*HttpOnly.*SameSite=Strict$/,
  )
  expect(cookie).not.toContain('sam')
  await sam.mutate('session.signOut')
  expect(sam.mark).toBeDefined()
  for (let n = 0; n < 30; n += 1)
    await house.nobody().mutate('session.signIn', { ...credentials, password: 'not it at all' })
  expect((await house.nobody().mutate('session.signIn', credentials)).status).toBe(401)
  expect((await sam.mutate('session.signIn', credentials)).data).toEqual({ status: 'signed_in' })
})

test('a new password by mail lets a locked-out person in on the browser that opened the link', async () => {
  const email = 'ana@example.org'
  for (let n = 0; n < 30; n += 1) await house.nobody().mutate('session.signIn', { email, password: 'not it at all' })
  const ana = house.nobody()
  expect((await ana.mutate('session.signIn', { email, password: cast.password })).status).toBe(401)
  const { services } = house
  // Asked for from elsewhere: this network has used up its tries.
  await services.signIn.forgot({ email, address: '198.51.100.9' })
  await house.settle()
  const mail = (await services.mailer.outbox(100))?.find(({ to }) => to === email)
  const token = /\/reset\/(\S+)/.exec(mail?.text ?? '')?.[1]
  const password = 'a new and longer password'
  expect((await ana.mutate('session.reset', { token, password })).status).toBe(200)
  expect((await ana.mutate('session.signIn', { email, password })).data).toEqual({ status: 'signed_in' })
  expect((await house.nobody().mutate('session.signIn', { email, password })).status).toBe(401)
})

test('an answer is data: framed, sniffed and cached by nobody', async () => {
  const { headers } = await (await house.as('sam')).query('session.whoAmI')
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
})

test('the development outbox shows the mail that would have been sent, to whoever sits at the machine', async () => {
  await house.nobody().mutate('session.forgot', { email: 'sam@example.org' })
  await house.settle()
  const here = Object.assign(house.nobody(), { address: '127.0.0.1' })
  const outbox = await here.query('dev.outbox')
  expect(outbox.data).toContainEqual(expect.objectContaining({ to: 'sam@example.org' }))
  // The links in it let in whoever has them: nobody reads them over a network, passed on or not.
  expect((await house.nobody().query('dev.outbox')).status).toBe(404)
  const passedOn = await here.fetch('/trpc/dev.outbox', { headers: { 'x-forwarded-for': '192.0.2.7' } })
  expect(passedOn.status).toBe(404)
})
