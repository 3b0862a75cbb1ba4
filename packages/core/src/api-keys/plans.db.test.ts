import { cast, planFaults, sentBy } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKeys } from './create-api-keys.ts'
import { keyDesk, serverKey, type KeyDesk } from './testing/key-desk.ts'

let desk: KeyDesk
beforeAll(async () => {
  desk = await keyDesk()
})
afterAll(() => desk.t.drop())

test('every question about keys asks the tenant’s policy once, as an index condition', async () => {
  const left: (() => Promise<void>)[] = []
  const statements = await sentBy(desk.t, desk.now, async (door) => {
    const keys = createApiKeys({ door, now: desk.now, later: (work) => void left.push(work) })
    const olive = desk.as('olive')
    const { key, keyId } = await keys.create(olive, cast.harbor, serverKey)
    const proved = await keys.authenticate(key)
    await keys.takeRequest(proved)
    await keys.takeEvents(proved, 1)
    await keys.itself(proved)
    for (const work of left) await work()
    await keys.list(olive, cast.harbor)
    await keys.rename(olive, cast.harbor, { keyId, name: 'Told' })
    await keys.rotate(olive, cast.harbor, { keyId, overlapHours: 1 })
    await keys.revoke(olive, cast.harbor, keyId)
  })
  expect(statements.length).toBeGreaterThan(15)
  expect(await planFaults(desk.t, statements)).toEqual([])
})
