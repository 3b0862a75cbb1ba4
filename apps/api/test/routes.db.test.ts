import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appRouter } from '../src/routers/index.ts'
import { browser, type Browser } from './house/browser.ts'
import { openHouse, type House } from './house/open-house.ts'
import { snapshot } from './house/snapshot.ts'
import { examples } from './routes/examples.ts'
import { askAs, others, type Other } from './routes/example.ts'
import { furnish, type Furnished } from './routes/furnish.ts'

let house: House
let f: Furnished
beforeAll(async () => {
  house = await openHouse()
  // No history to read: what the routes need is delivered.
  house.actblue.setRows([])
  f = await furnish(house)
})
afterAll(() => house.close())

/** The words by which the owner's client would be known. */
const marks = [cast.harbor, 'harbor-table', 'Harbor Table', 'donor@example.org']

const browsers: Record<Other, () => Promise<Browser>> = {
  otherTenant: () => house.as('ana'),
  otherAgency: () => house.as('otto'),
  revoked: () => house.as('rex'),
  viewer: () => house.as('vera'),
  shareToken: async () => browser(house.api, undefined, { authorization: 'Bearer tl_share_of_something_unknown' }),
  nobody: async () => house.nobody(),
}

test('every route has an example', () => {
  const procedures = Object.entries(appRouter._def.procedures).map(
    ([name, procedure]) => `${(procedure as unknown as { _def: { type: string } })._def.type} ${name}`,
  )
  // What keys open has examples, and tries by keys, of its own: `v1.db.test.ts`.
  const routes = house.api.routes.filter((route) => !/ \/v1\/(?!openapi)/.test(route))
  expect(examples.map(({ route }) => route).sort()).toEqual([...procedures, ...routes].sort())
})

describe.each(examples)('$route', (example) => {
  test('its owner succeeds, and six others neither read nor change anything', async () => {
    const { call, as = 'nobody', input, filled } = example
    const owner = as === 'nobody' ? house.nobody() : await house.as(as)
    const answer = call ? await call(f) : await askAs(owner, example, await input?.(f))
    expect(answer.status, answer.text).toBe(200)
    if (filled) expect(filled(answer.data), `an answer that holds something: ${answer.text.slice(0, 500)}`).toBe(true)

    const tried = example.othersInput ? await example.othersInput(f) : await input?.(f)
    await house.settle()
    const before = { others: {} as Partial<Record<Other, Browser>>, rows: {} }
    for (const other of others) before.others[other] = await browsers[other]()
    before.rows = await snapshot(house.t, example.ownTables)
    for (const other of others) {
      const by = before.others[other] as Browser
      const refused = example.tryAs ? await example.tryAs(by, f) : await askAs(by, example, tried)
      const expected = example.others[other]
      expect(refused.status, `${other}: ${refused.text}`).toBe(expected === 'own' ? 200 : expected)
      if (expected === 'own') for (const mark of marks) expect(refused.text, other).not.toContain(mark)
    }
    await house.settle()
    expect(await snapshot(house.t, example.ownTables)).toEqual(before.rows)
    if (as !== 'nobody' && example.ownTables) {
      const again = await house.services.signIn.authenticate((await house.as(as)).token ?? '')
      expect(again?.userId).toBe(cast[as])
    }
  })
})
