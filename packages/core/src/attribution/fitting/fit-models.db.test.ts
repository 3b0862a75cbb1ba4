import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Nudge } from '../../jobs/index.ts'
import { testNow } from '../../ledger/testing/ledger-fixture.ts'
import { gift, row } from '../../ledger/testing/gift.ts'
import type { Threads } from '../../threads/index.ts'
import * as work from '../compare/work.ts'
import { readFits } from '../fits.store.ts'
import { chooseSetting } from '../views/setting-view.ts'
import { donor, story, type Story } from '../testing/story.ts'
import { fitModels } from './fit-models.ts'

/** The same work on this thread. */
const here: Threads = {
  run: async (name, input) => (work as unknown as Record<string, (input: unknown) => never>)[name]?.(input) as never,
  close: async () => {},
}
const window = { clickDays: 28, viewDays: 28 } as const

let s: Story
const nudged: Nudge[] = []
const fit = () =>
  fitModels({
    door: s.t.door,
    now: () => testNow,
    threads: here,
    queue: { add: async (nudge) => void nudged.push(nudge) },
  })({ tenantId: s.tenantId, kind: 'fit-models', attempt: 0 }, { until: testNow, signal: new AbortController().signal })

/** Texts bring gifts, e-mails few: all who gave had clicked a text, and half of them an e-mail; most who gave nothing an e-mail. */
async function people(prefix: string, gave: number, silent: number): Promise<void> {
  const touch = (name: string, type: 'text_clicked' | 'email_clicked') =>
    row(`${name} ${type}`, [
      {
        kind: 'touchpoint',
        key: `${name} ${type}`,
        happenedAt: '2026-11-09T18:00:00.000Z',
        type,
        channel: type === 'text_clicked' ? 'sms' : 'email',
        campaign: type,
        person: donor(name),
      },
    ])
  const names = (kind: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${kind}${i}`)
  await s.write([
    ...names('gave', gave).flatMap((name, i) => [
      touch(name, 'text_clicked'),
      ...(i % 2 === 0 ? [touch(name, 'email_clicked')] : []),
      row(`gift of ${name}`, [gift(`gift of ${name}`, donor(name))], { stream: 'gifts' }),
    ]),
    ...names('silent', silent).map((name, i) => touch(name, i % 8 === 0 ? 'text_clicked' : 'email_clicked')),
  ])
  await s.attribute()
}

beforeAll(async () => {
  s = await story()
})
afterAll(() => s.t.drop())

test('models are fitted to who gave and who did not, chosen, and fitted anew with what they credited restated', async () => {
  await people('a', 12, 0)
  await fit()
  expect(await s.inside(readFits)).toEqual({})
  await expect(s.inside((inside) => chooseSetting(inside, { model: 'markov', window }, testNow))).rejects.toThrow(
    'has not been fitted',
  )

  await people('b', 60, 80)
  await fit()
  const { markov, shapley_rate } = await s.inside(readFits)
  expect(markov?.channels['sms']?.score).toBeGreaterThan(markov?.channels['email']?.score ?? Infinity)
  expect(shapley_rate?.channels['sms']?.score).toBeGreaterThan(shapley_rate?.channels['email']?.score ?? Infinity)

  await s.inside((inside) => chooseSetting(inside, { model: 'markov', window }, testNow))
  await s.attribute()
  const before = await s.credit()
  expect(before['sms text_clicked']).toBeGreaterThan(before['email email_clicked'] ?? Infinity)

  await people('c', 0, 900)
  await fit()
  expect(nudged).toContainEqual({ tenantId: s.tenantId, kind: 'attribute', attempt: 0 })
  await s.attribute()
  expect(await s.credit()).not.toEqual(before)
  const causes = await s.t.superuser<{ minor: string }[]>`
    select sum(minor)::text as minor from credit_movement where cause = 'model_refit'`
  expect(causes).toEqual([{ minor: '0' }])

  await fit()
  const facts = async () => (await s.t.superuser`select count(*)::int as n from fact where kind = 'model_fit'`)[0]
  const known = await facts()
  await fit()
  expect(await facts()).toEqual(known)
}, 60_000)
