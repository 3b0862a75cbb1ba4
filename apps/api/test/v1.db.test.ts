import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../src/v1/operations.ts'
import { openHouse, type House } from './house/open-house.ts'
import { snapshot } from './house/snapshot.ts'
import { caller, callersOf, makeKey, others, type Call, type Other } from './v1/callers.ts'
import { usual, v1Examples, type Expected, type V1Example } from './v1/examples.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const marks = [cast.harbor, 'harbor-table', 'Harbor Table', 'donor@example.org']

test('every operation has an example', () => {
  expect(v1Examples.map(({ route }) => route).sort()).toEqual(
    operations.map(({ method, path }) => `${method} ${path}`).sort(),
  )
})

describe.each(v1Examples)('$route', (example) => {
  const { scope } = operations.find(({ method, path }) => example.route === `${method} ${path}`) ?? {}

  test('its owner succeeds, and twelve others neither read nor change anything', async () => {
    const owner = caller(house, (await makeKey(house, { scopes: [scope ?? 'ingest'] })).key)
    const answer = await example.call(owner, house)
    expect(answer.status, answer.text).toBe(example.status)
    if (example.filled) expect(example.filled(answer.data), answer.text).toBe(true)
    expect(answer.headers.get('ratelimit-policy')).not.toBeNull()

    const callers = await callersOf(house, scope)
    for (const other of others) {
      const expected = example.others?.[other] ?? usual[other]
      const look = () => snapshot(house.t, ...looksAt(other, expected, example))
      let before = {}
      const tried: Call = async (path, init) => {
        await house.settle()
        before = await look()
        return callers[other](path, init)
      }
      const refused = await example.call(tried, house)
      expect(refused.status, `${other}: ${refused.text}`).toBe(expected === 'own' ? example.status : expected)
      if (expected === 'own') for (const mark of marks) expect(refused.text, other).not.toContain(mark)
      if (refused.status >= 400) expect(refused.headers.get('content-type')).toBe('application/problem+json')
      if (expected === 403 && other === 'wrongScope') expect(refused.text).toContain(scope)
      await house.settle()
      expect(await look(), other).toEqual(before)
    }
  })
})

/**
 * Where nothing may change: who is refused changes nothing anywhere but their key's own use; another client's key nothing of the
 * owner's; and a key of the same client that may do it, what the example says.
 */
function looksAt(other: Other, expected: Expected, { ownTables = [] }: V1Example): [string[], string?] {
  if (expected !== 'own') return [['api_key_use']]
  return other === 'anotherClient' || other === 'anotherAgency' ? [[], cast.harbor] : [['api_key_use', ...ownTables]]
}

test('a key of another client counts its own requests and no one else’s', async () => {
  const [mine, theirs] = [await makeKey(house), await makeKey(house, { by: 'otto', tenantId: cast.prairie })]
  const first = await caller(house, mine.key)('/v1/key')
  await caller(house, theirs.key)('/v1/key')
  const second = await caller(house, mine.key)('/v1/key')
  expect([first, second].map(({ headers }) => headers.get('ratelimit'))).toEqual([
    '"requests";r=99;t=60',
    '"requests";r=98;t=60',
  ])
})
