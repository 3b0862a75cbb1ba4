import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type House } from './house/open-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

test('a client that asks for everything at once waits in its own line, and its neighbour is answered meanwhile', async () => {
  const [carla, otto] = [await house.as('carla'), await house.as('otto')]
  // The log cannot be read for now: whoever reads it, waits.
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: locked, resolve: lock } = Promise.withResolvers<void>()
  const holding = house.t.superuser.begin(async (tx) => {
    await tx`lock table audit in access exclusive mode`
    lock()
    await released
  })
  await locked

  const statuses: number[] = []
  const retryAfter: (string | null)[] = []
  const { promise: twoRefused, resolve: refused } = Promise.withResolvers<void>()
  // Four run, sixty-four wait, two are one too many each.
  const asked = Array.from({ length: 70 }, async () => {
    const answer = await carla.query('audit.list', { tenant: 'harbor-table' })
    statuses.push(answer.status)
    if (answer.status === 429) retryAfter.push(answer.headers.get('retry-after'))
    if (statuses.length === 2) refused()
  })
  await twoRefused
  expect(statuses).toEqual([429, 429])
  expect(retryAfter).toEqual(['1', '1'])
  expect((await otto.query('settings.read', { tenant: 'prairie-voters' })).status).toBe(200)

  release()
  await holding
  await Promise.all(asked)
  expect(statuses.filter((status) => status === 200)).toHaveLength(68)
})

test('a question that takes too long ends in words, and its neighbour is answered meanwhile', async () => {
  const hasty = await openHouse({ limits: { askedMs: 300, workMs: 60_000 } })
  try {
    const [carla, otto] = [await hasty.as('carla'), await hasty.as('otto')]
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const { promise: locked, resolve: lock } = Promise.withResolvers<void>()
    const holding = hasty.t.superuser.begin(async (tx) => {
      await tx`lock table audit in access exclusive mode`
      lock()
      await released
    })
    await locked
    const slow = carla.query('audit.list', { tenant: 'harbor-table' })
    expect((await otto.query('settings.read', { tenant: 'prairie-voters' })).status).toBe(200)
    const answer = await slow
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60'])
    expect(answer.text).toContain('This takes too long to work out.')
    release()
    await holding
    expect((await carla.query('audit.list', { tenant: 'harbor-table' })).status).toBe(200)
  } finally {
    await hasty.close()
  }
})
