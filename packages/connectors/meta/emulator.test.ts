import { fakeClock } from '@throughline/connector-kit/testing'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { appSecretProof } from './auth.ts'
import { createEmulator } from './emulator.ts'
import { addDays } from './times.ts'
import { figures, smallLedger, testNow, today } from './testing.ts'

const Page = z.looseObject({
  data: z.array(z.record(z.string(), z.unknown())),
  paging: z.looseObject({ cursors: z.object({ after: z.string() }), next: z.string().optional() }).optional(),
  summary: z.object({ total_count: z.number() }).optional(),
})
const Failed = z.object({ error: z.looseObject({ code: z.number(), error_subcode: z.number().optional() }) })

function meta(ads = 60) {
  const clock = fakeClock(testNow)
  const ledger = smallLedger(ads)
  const emulator = createEmulator({ clock, random: () => 0, ledger, own: ['1000'] })
  const token = emulator.secrets.good.oauth?.accessToken ?? ''
  const ask = async (path: string, query: Record<string, string> = {}, init: RequestInit = {}) => {
    const url = new URL(`https://graph.facebook.com/${path}`)
    const all = { appsecret_proof: appSecretProof(token, 'test_app_secret'), ...query }
    for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value)
    const answer = await emulator.fetch(new Request(url, { headers: { authorization: `Bearer ${token}` }, ...init }))
    return { status: answer.status, body: await answer.json() }
  }
  const page = async (path: string, query: Record<string, string> = {}) => Page.parse((await ask(path, query)).body)
  const code = async (path: string, query: Record<string, string> = {}, init: RequestInit = {}) =>
    Failed.parse((await ask(path, query, init)).body).error.code
  return { clock, emulator, ledger, ask, page, code }
}
const range = (since: string, until: string) => ({ time_range: JSON.stringify({ since, until }) })

describe('the emulated Graph', () => {
  test('wants a version it knows, a token, and the token’s proof', async () => {
    const { code } = meta()
    expect(await code('v19.0/act_1000')).toBe(2_635)
    expect(await code('act_1000')).toBe(2_635)
    expect(await code('v25.0/act_1000', {}, { headers: {} })).toBe(190)
    expect(await code('v25.0/act_1000', { appsecret_proof: 'wrong' })).toBe(100)
    expect(await code('v25.0/act_1000', { fields: 'shoe_size' })).toBe(100)
  })

  test('lists 25 where nothing is said; its last page has cursors and no next, which holds the token', async () => {
    const { page } = meta(60)
    const first = await page('v25.0/act_1000/ads')
    expect(first.data).toHaveLength(25)
    expect(first.paging?.next).toContain('access_token=EAAB')
    const after = first.paging?.cursors.after ?? ''
    const rest = await page('v25.0/act_1000/ads', { after, limit: '25' })
    const last = await page('v25.0/act_1000/ads', { after: rest.paging?.cursors.after ?? '', limit: '25' })
    expect(last.data).toHaveLength(10)
    expect(last.paging?.cursors.after).toBeDefined()
    expect(last.paging?.next).toBeUndefined()
    // Pages of another size with an old place skip a row.
    const other = await page('v25.0/act_1000/ads', { after, limit: '10' })
    expect(other.data[0]).not.toEqual(rest.data[0])
  })

  test('hides archived ones unless asked, and refuses to list deleted ones', async () => {
    const { page, code, ask, ledger } = meta(3)
    const [archived, deleted] = [...ledger.ads.values()]
    if (!archived || !deleted) throw new Error('two ads')
    archived.status = 'ARCHIVED'
    deleted.status = 'DELETED'
    expect((await page('v25.0/act_1000/ads')).data).toHaveLength(1)
    const both = await page('v25.0/act_1000/ads', {
      effective_status: '["ACTIVE","ARCHIVED"]',
      summary: 'total_count',
      limit: '1',
    })
    expect(both.summary?.total_count).toBe(2)
    expect(await code('v25.0/act_1000/ads', { effective_status: '["DELETED"]' })).toBe(100)
    expect((await ask(`v25.0/${deleted.id}`, { fields: 'effective_status' })).body).toMatchObject({
      effective_status: 'DELETED',
    })
  })

  test('answers a batch item by item, some of them not at all', async () => {
    const { ask, emulator } = meta(3)
    emulator.nullItems = 1
    const batch = JSON.stringify(
      ['v25.0/act_1000', 'v25.0/act_1000?fields=name', 'v25.0/404'].map((relative_url) => ({
        method: 'GET',
        relative_url,
      })),
    )
    const { body } = await ask('v25.0/', { batch }, { method: 'POST' })
    expect(body).toEqual([
      null,
      expect.objectContaining({ code: 200, body: '{"id":"act_1000","name":"Example for Senate"}' }),
      expect.objectContaining({ code: 400 }),
    ])
  })
})

describe('emulated figures', () => {
  test('are text, by account day, inclusive at both ends, with nothing for nothing', async () => {
    const { page, ledger } = meta(1)
    const [ad = ''] = ledger.ads.keys()
    for (const back of [0, 2, 3]) ledger.deliver(ad, addDays(today, -back), figures(1_050))
    const daily = { level: 'ad', time_increment: '1', fields: 'ad_id,spend' }
    const { data } = await page('v25.0/act_1000/insights', { ...daily, ...range(addDays(today, -2), today) })
    expect(data.map(({ date_start, spend }) => [date_start, spend])).toEqual([
      [addDays(today, -2), '10.50'],
      [today, '10.50'],
    ])
    const whole = await page('v25.0/act_1000/insights', {
      level: 'ad',
      fields: 'spend',
      ...range(addDays(today, -3), addDays(today, 9)),
    })
    expect(whole.data).toEqual([{ spend: '31.50', date_start: addDays(today, -3), date_stop: addDays(today, 9) }])
  })

  test('leave deleted ads out at ad level and in at account level', async () => {
    const { page, ledger } = meta(2)
    const [first, second] = [...ledger.ads.values()]
    if (!first || !second) throw new Error('two ads')
    ledger.deliver(first.id, today, figures(100))
    ledger.deliver(second.id, today, figures(200))
    second.status = 'DELETED'
    const at = (level: string, more = {}) =>
      page('v25.0/act_1000/insights', { level, time_increment: '1', fields: 'spend', ...range(today, today), ...more })
    expect((await at('ad')).data.map(({ spend }) => spend)).toEqual(['1.00'])
    expect((await at('account')).data.map(({ spend }) => spend)).toEqual(['3.00'])
    const filtering = JSON.stringify([{ field: 'ad.effective_status', operator: 'IN', value: ['ACTIVE', 'DELETED'] }])
    expect((await at('ad', { filtering })).data).toHaveLength(2)
  })

  test('refuse what Meta refuses', async () => {
    const { code } = meta(1)
    const insights = 'v25.0/act_1000/insights'
    expect(await code(insights, range('2023-01-01', today))).toBe(100)
    expect(await code(insights, { breakdowns: 'age,publisher_platform', ...range(today, today) })).toBe(100)
    expect(await code(insights, { action_attribution_windows: '["90d_click"]', ...range(today, today) })).toBe(100)
  })
})

test('a whole batch of conversions is refused for one old event, and a repeat is dropped', async () => {
  const { ask, code, emulator } = meta(1)
  const time = Math.floor(Date.parse(testNow) / 1_000)
  const event = (event_id: string, age: number) => ({
    ...{ event_name: 'Lead', event_id, event_time: time - age, action_source: 'system_generated' },
    ...{ user_data: { em: ['a'.repeat(64)] }, custom_data: {} },
  })
  const send = (...data: object[]) => ({
    method: 'POST',
    body: JSON.stringify({ data }),
    headers: {
      authorization: `Bearer ${emulator.secrets.good.oauth?.accessToken}`,
      'content-type': 'application/json',
    },
  })
  expect(await code('v25.0/5000/events', {}, send(event('1', 60), event('2', 8 * 86_400)))).toBe(100)
  expect(emulator.conversions.received.size).toBe(0)
  for (const round of [1, 2]) {
    expect((await ask('v25.0/5000/events', {}, send(event('1', 60)))).body).toMatchObject({ events_received: 1 })
    expect([round, emulator.conversions.received.size]).toEqual([round, 1])
  }
  expect(emulator.conversions.repeats).toBe(1)
})
