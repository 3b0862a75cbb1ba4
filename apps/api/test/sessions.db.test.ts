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
  const [cookie] = response.headers.getSetCookie()
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

test('an answer is data: framed, sniffed and cached by nobody', async () => {
  const { headers } = await (await house.as('sam')).query('session.whoAmI')
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
})

test('the development outbox shows the mail that would have been sent', async () => {
  await house.nobody().mutate('session.forgot', { email: 'sam@example.org' })
  await house.settle()
  const outbox = await house.nobody().query('dev.outbox')
  expect(outbox.data).toMatchObject([{ to: 'sam@example.org' }])
})
