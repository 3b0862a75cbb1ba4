import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type House } from './house/open-house.ts'

let house: House
let code: string
const safari = { 'user-agent': 'Mozilla/5.0 (iPhone) Safari/605' }
const follow = (path: string, init: RequestInit = {}) =>
  house.nobody().fetch(path, { redirect: 'manual', headers: safari, ...init })
const clicks = async () => {
  await house.settle()
  const { data } = await (await house.as('carla')).query('links.list', { tenant: 'harbor-table' })
  return (data as { links: { code: string; clicks: number }[] }).links.find((link) => link.code === code)?.clicks
}
beforeAll(async () => {
  house = await openHouse()
  const { data } = await (
    await house.as('carla')
  ).mutate('links.create', {
    ...{ tenant: 'harbor-table', name: 'Gala', destination: 'https://secure.actblue.com/donate/gala#top' },
    values: { utm_source: 'poster', utm_medium: 'print', utm_campaign: 'gala', refcode: 'gala_poster' },
  })
  code = (data as { code: string }).code
})
afterAll(() => house.close())

test('a short link leads on, sets nothing, is kept by nobody, and is counted', async () => {
  const answer = await follow(`/l/${code}?fbclid=IwAR1`)
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toMatch(
    /^https:\/\/secure\.actblue\.com\/donate\/gala\?utm_source=poster&.*refcode=gala_poster&fbclid=IwAR1&refcode2=tl_\w+#top$/,
  )
  expect(answer.headers.get('set-cookie')).toBeNull()
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('x-robots-tag')).toContain('noindex')
  expect(await answer.text()).toBe('')
  expect(await clicks()).toBe(1)
})

test('whoever only looks, and machines, are led on and not counted', async () => {
  const before = await clicks()
  expect((await follow(`/l/${code}`, { method: 'HEAD' })).status).toBe(302)
  expect((await follow(`/l/${code}`, { headers: { 'user-agent': 'Twitterbot/1.0' } })).status).toBe(302)
  expect((await follow(`/l/${code}`, { headers: { ...safari, 'sec-purpose': 'prefetch;prerender' } })).status).toBe(302)
  expect(await clicks()).toBe(before)
})

test('a code that is nobody’s, one that is archived and one that cannot be answer alike, and name nobody', async () => {
  const own = await house.as('carla')
  const made = await own.mutate('links.create', {
    ...{ tenant: 'harbor-table', name: 'Old', destination: 'https://www.example.org/' },
    values: { utm_source: 'a', utm_medium: 'print', utm_campaign: 'b' },
  })
  const { linkId, code: old } = made.data as { linkId: string; code: string }
  await own.mutate('links.archive', { tenant: 'harbor-table', linkId, archived: true })
  const said = await Promise.all(
    [old, 'nobodys', '%00', 'x'.repeat(3_000), 'a.b'].map(async (each) => {
      const answer = await follow(`/l/${each}`)
      return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') }
    }),
  )
  expect(new Set(said.map((each) => JSON.stringify(each))).size).toBe(1)
  expect(said[0]).toEqual({ status: 404, text: 'This link leads nowhere.\n', type: 'text/plain; charset=utf-8' })
  expect((await follow(`/l/${code}?x=${'a'.repeat(9_000)}`)).status).toBe(404)
})
