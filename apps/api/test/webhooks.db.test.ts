import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerOf } from './house/browser.ts'
import { donationBody } from './house/donation.ts'
import { openHouse, type House } from './house/open-house.ts'
import { snapshot } from './house/snapshot.ts'
import { connect, type Hooks } from './house/webhook.ts'

const tenant = 'harbor-table'
const day = '2026-11-18'

let house: House
let hooks: Hooks
beforeAll(async () => {
  house = await openHouse()
  // Nothing but what these tests deliver.
  house.actblue.setRows([])
  hooks = await connect(house, tenant, await house.as('sam'))
  await house.settle()
})
afterAll(() => house.close())

/** The day's gross, net and gifts as Vera's overview shows them, in cents. */
async function shown(of = day): Promise<{ gross: number; net: number; gifts: number } | undefined> {
  await house.settle()
  const vera = await house.as('vera')
  const answer = await vera.query('overview.read', { tenant, range: { from: of, to: of }, comparison: 'none' })
  expect(answer.status, answer.text).toBe(200)
  return (answer.data as { days: { gross: number; net: number; gifts: number }[] }).days[0]
}
const inboxRows = async () => (await house.t.superuser`select 1 from inbox`).length

test('a gift posted to the webhook is on the client’s overview, to the cent, once however often it comes', async () => {
  const before = await shown()
  expect(before?.gross).toBe(0)
  const gift = donationBody({ lineitemId: 820_000_001, amount: '25.77' })
  for (let n = 0; n < 3; n += 1) {
    const answer = await hooks.post(gift)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('')
  }
  expect(await shown()).toMatchObject({ gross: 2577, gifts: 1 })
})

test('amounts as texts and as numbers count alike', async () => {
  await hooks.post(donationBody({ lineitemId: 820_000_002, amount: 5, paidAt: '2026-11-17T12:00:00-05:00' }))
  await hooks.post(donationBody({ lineitemId: 820_000_003, amount: '250', paidAt: '2026-11-17T12:00:00-05:00' }))
  await hooks.post(donationBody({ lineitemId: 820_000_004, amount: 2.5, paidAt: '2026-11-17T12:00:00-05:00' }))
  expect(await shown('2026-11-17')).toMatchObject({ gross: 25_750, gifts: 3 })
})

test('a gift counts on the client’s day, not on the provider’s', async () => {
  // Half past midnight in New York is half past eleven of the day before in Chicago.
  await hooks.post(donationBody({ lineitemId: 820_000_005, amount: '40.00', paidAt: '2026-11-16T00:30:00-05:00' }))
  expect(await shown('2026-11-15')).toMatchObject({ gross: 4000 })
  expect(await shown('2026-11-16')).toMatchObject({ gross: 0 })
})

test('a refund that comes before its gift and after it leaves the same cents', async () => {
  const first = { lineitemId: 820_000_006, amount: '60.00', paidAt: '2026-11-12T12:00:00-05:00' }
  const second = { ...first, lineitemId: 820_000_007 }
  const refunded = { refundedAt: '2026-11-12T18:00:00-05:00' }
  await hooks.post(donationBody(first))
  await hooks.post(donationBody({ ...first, ...refunded }), { kind: 'refund' })
  await hooks.post(donationBody({ ...second, ...refunded }), { kind: 'refund' })
  await house.settle()
  await hooks.post(donationBody(second))
  expect(await shown('2026-11-12')).toMatchObject({ gross: 12_000, net: 0 })
})

test('a line of another entity is kept, seen on the connection, and counted nowhere', async () => {
  await hooks.post(
    donationBody({ lineitemId: 820_000_008, entityId: 70_002, amount: '999.00', paidAt: '2026-11-11T12:00:00-05:00' }),
  )
  expect(await shown('2026-11-11')).toMatchObject({ gross: 0, gifts: 0 })
  const { data } = await (await house.as('sam')).query('connections.read', { tenant, connectionId: hooks.connectionId })
  expect(data).toMatchObject({ foreign: 1, foreignReasons: [{ reason: 'entity 70002', rows: 1 }] })
})

test('a wrong address and a wrong password are answered alike, and nothing is kept', async () => {
  const before = await snapshot(house.t)
  const body = JSON.stringify(donationBody({ lineitemId: 820_000_009 }))
  const unknown = '00000000-0000-4000-8000-00000000dead'
  const headers = { authorization: `Basic ${Buffer.from('gifts:s3cret-gifts').toString('base64')}` }
  const post = async (path: string, more: RequestInit = {}) => {
    const response = await house.nobody().fetch(path, { method: 'POST', headers, body, ...more })
    const said = [...response.headers].filter(([name]) => name !== 'x-request-id')
    return JSON.stringify([response.status, said, await response.text()])
  }
  const [wrongPassword, ...others] = await Promise.all([
    post(hooks.path(), { headers: { authorization: `Basic ${Buffer.from('gifts:wrong').toString('base64')}` } }),
    post(hooks.path(), { headers: {} }),
    post(`/hooks/actblue/${unknown}/contribution`),
    post(`/hooks/actblue/not-an-id/contribution`),
    post(`/hooks/nosuch/${hooks.connectionId}/contribution`),
    post(`/hooks/actblue/${hooks.connectionId}/nosuch`),
    post('/hooks/actblue/contribution'),
    post('/hooks'),
    post(`/hooks/actblue/${hooks.connectionId}/contribution`, { method: 'PUT' }),
    // The right password of another kind of delivery.
    post(hooks.path('refund')),
  ])
  expect(wrongPassword).toContain('401')
  for (const other of others) expect(other).toBe(wrongPassword)
  expect(await snapshot(house.t)).toEqual(before)
  // And the right one is taken.
  expect((await hooks.post(body)).status).toBe(200)
})

test('a stranger’s nonsense is refused as a stranger’s, whatever its shape', async () => {
  expect((await hooks.post('no json', { password: 'wrong' })).status).toBe(401)
  expect((await hooks.post(' '.repeat(1024 * 1024 + 1), { password: 'wrong' })).status).toBe(401)
})

test.each([
  ['no JSON at all', '{"donor": ', 'body'],
  ['an unknown shape', JSON.stringify({ hello: 'there' }), 'contribution'],
  ['a list', '[]', 'body'],
  ['an amount that is none', JSON.stringify(donationBody({ lineitemId: 820_000_010, amount: 'many' })), 'amount'],
])('%s is refused with the field named, and set aside', async (_what, body, field) => {
  const quarantined = async () => (await house.t.superuser`select 1 from quarantine`).length
  const [inbox, aside] = [await inboxRows(), await quarantined()]
  const answer = await answerOf(await hooks.post(body))
  expect(answer.status, answer.text).toBe(400)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  const { errors } = answer.data as { errors: { field: string; detail: string }[] }
  expect(errors[0]?.field).toContain(field)
  expect(errors[0]?.detail).not.toBe('')
  expect(await inboxRows()).toBe(inbox)
  expect(await quarantined()).toBe(aside + 1)
})

test('a body over a mebibyte is refused, even where its beginning is a gift', async () => {
  const gift = JSON.stringify(donationBody({ lineitemId: 820_000_011, paidAt: '2026-11-10T12:00:00-05:00' }))
  const answer = await answerOf(await hooks.post(gift + ' '.repeat(1024 * 1024)))
  expect(answer.status, answer.text).toBe(400)
  expect(answer.data).toMatchObject({ errors: [{ field: 'body' }] })
  expect(await shown('2026-11-10')).toMatchObject({ gross: 0 })
  const exact = gift + ' '.repeat(1024 * 1024 - gift.length)
  expect((await hooks.post(exact)).status).toBe(200)
  expect(await shown('2026-11-10')).toMatchObject({ gross: 2500 })
})

test('where the delivery cannot be made durable the provider is asked to come again', async () => {
  const { superuser } = house.t
  await superuser`alter table inbox add constraint full_disk check (false) not valid`
  const gift = donationBody({ lineitemId: 820_000_012, amount: '33.00', paidAt: '2026-11-09T12:00:00-05:00' })
  const refused = await answerOf(await hooks.post(gift))
  expect(refused.status).toBe(503)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused.text).not.toContain('full_disk')
  await superuser`alter table inbox drop constraint full_disk`
  expect((await hooks.post(gift)).status).toBe(200)
  expect(await shown('2026-11-09')).toMatchObject({ gross: 3300 })
})

test('a question with HEAD or GET is answered as an address that is none', async () => {
  for (const method of ['GET', 'HEAD']) {
    const response = await house.nobody().fetch(hooks.path(), { method })
    expect(response.status).toBe(401)
  }
})

test('deliveries are counted by connector and outcome', async () => {
  const text = await (await house.nobody().fetch('/metrics')).text()
  expect(text).toContain('method="POST",route="/hooks/:connector/:connection/:kind",status="200"')
  expect(text).toMatch(/throughline_webhooks_total\{connector="actblue",kind="contribution",outcome="accepted"\} \d+/)
  expect(text).toMatch(/throughline_webhooks_total\{connector="actblue",kind="contribution",outcome="malformed"\} 5/)
  expect(text).toMatch(/throughline_webhooks_total\{connector="any",kind="any",outcome="failed"\} 1/)
})
