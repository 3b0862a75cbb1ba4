import { cast } from '@throughline/db/testing'
import { createNotifier } from '@throughline/core/notify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { donationBody } from './house/donation.ts'
import { following } from './house/following.ts'
import { openHouse, type House } from './house/open-house.ts'
import { connect } from './house/webhook.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const open = async (name: Parameters<House['as']>[0]) => following(await (await house.as(name)).fetch('/live'))

test('nobody has no live stream', async () => {
  const refused = await house.nobody().fetch('/live')
  expect(refused.status).toBe(401)
  expect(refused.headers.get('content-type')).toBe('application/problem+json')
})

test('a notice of a client reaches whom it is granted, and nobody else', async () => {
  const sam = await open('sam')
  const ana = await open('ana')
  const notifier = createNotifier({ database: house.t.database, now: house.now })
  notifier.tell({ tenantId: cast.harbor, kind: 'batch', batch: 41 })
  notifier.tell({ tenantId: cast.rivers, kind: 'batch', batch: 7 })
  expect(await sam.until('notice', 5_000)).toContain(
    `data: {"tenantId":"${cast.harbor}","tenant":"harbor-table","kind":"batch","batch":41}`,
  )
  const anas = await ana.until('notice', 5_000)
  expect(anas).toContain('"tenant":"clean-rivers"')
  expect(anas).not.toContain(cast.harbor)
  const metrics = await (await house.nobody().fetch('/metrics')).text()
  expect(metrics).toContain('throughline_batches_total 2')
  expect(metrics).toContain('throughline_live_streams 2')
  await notifier.close()
  await sam.leave()
  await ana.leave()
})

test('what was said while a page was on its way to listening is said again, to whom it is granted', async () => {
  const made = house.now()
  const notifier = createNotifier({ database: house.t.database, now: house.now })
  const early = await open('sam')
  notifier.tell({ tenantId: cast.harbor, kind: 'batch', batch: 43 })
  await early.until('"batch":43', 5_000)
  const since = async (name: Parameters<House['as']>[0], at: Date) =>
    following(await (await house.as(name)).fetch(`/live?since=${encodeURIComponent(at.toISOString())}`))
  const [late, later, ana] = [
    await since('sam', made),
    await since('sam', new Date(house.now().getTime() + 1)),
    await since('ana', made),
  ]
  expect(await late.until('"batch":43', 5_000)).toContain('"tenant":"harbor-table"')
  notifier.tell({ tenantId: cast.rivers, kind: 'batch', batch: 8 })
  const heard = [await later.until('"batch":8', 5_000).catch(() => ''), await ana.until('"batch":8', 5_000)]
  for (const text of heard) expect(text).not.toContain('"batch":43')
  await notifier.close()
  for (const stream of [early, late, later, ana]) await stream.leave()
})

test('an open page hears of a gift, and what it reads then has it', async () => {
  house.actblue.setRows([])
  const hooks = await connect(house, 'harbor-table', await house.as('olive'))
  await house.settle()
  const vera = await house.as('vera')
  const stream = following(await vera.fetch('/live'))
  expect((await hooks.post(donationBody({ lineitemId: 850_000_001, amount: '12.34' }))).status).toBe(200)
  await house.settle()
  const [, heard] = /"kind":"batch","batch":(\d+)/.exec(await stream.until('"kind":"batch"', 5_000)) ?? []
  const { data } = await vera.query('overview.read', {
    tenant: 'harbor-table',
    range: { from: '2026-11-18', to: '2026-11-18' },
    comparison: 'none',
  })
  expect(data).toMatchObject({ days: [{ gross: 1234, gifts: 1 }] })
  // Where more was written since, what is read is newer than what was heard of; never older.
  expect((data as { batch: number }).batch).toBeGreaterThanOrEqual(Number(heard))
  await stream.leave()
})

test('a grant removed ends the stream within a second', async () => {
  const [olive, sam, vera] = [await house.as('olive'), await open('sam'), await open('vera')]
  const removed = await olive.mutate('members.remove', { tenant: 'harbor-table', userId: cast.sam })
  expect(removed.status).toBe(200)
  expect(await sam.ended(1_000)).toContain('event: ended')
  // Whoever kept theirs goes on hearing.
  const notifier = createNotifier({ database: house.t.database, now: house.now })
  notifier.tell({ tenantId: cast.harbor, kind: 'batch', batch: 42 })
  expect(await vera.until('"batch":42', 5_000)).not.toContain('ended')
  await notifier.close()
  await vera.leave()
})

test('a grant that vanished without a word is found out by looking', async () => {
  const ana = await open('ana')
  await house.t.superuser`delete from tenant_grant where user_id = ${cast.ana}`
  expect(await ana.ended(3_000)).toContain('grants_changed')
})

test('signing out ends the stream of that session', async () => {
  const carla = await house.as('carla')
  const stream = following(await carla.fetch('/live'))
  await carla.mutate('session.signOut')
  expect(await stream.ended(3_000)).toContain('signed_out')
})

test('a person has at most eight streams, and may open one again when one is gone', async () => {
  const streams = []
  for (let n = 0; n < 8; n += 1) streams.push(await open('olive'))
  const refused = await (await house.as('olive')).fetch('/live')
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  await streams[0]?.leave()
  streams.push(await open('olive'))
  await Promise.all(streams.map((each) => each.leave()))
})

test('the server going down says so', async () => {
  const otto = await open('otto')
  await house.api.close()
  expect(await otto.ended(1_000)).toContain('server_closing')
  expect((await house.nobody().fetch('/readyz')).status).toBe(503)
})
