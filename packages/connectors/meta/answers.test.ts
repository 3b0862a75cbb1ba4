import { polledStreams, runToEnd, step } from '@throughline/connector-kit/testing'
import { describe, expect, test } from 'vitest'
import { refusalBody } from './emulator-answer.ts'
import { refused } from './emulator.ts'
import { readGraphError } from './graph-error.ts'
import { judgeAnswer } from './judge.ts'
import { open } from './testing.ts'
import { regainMs, usageOf } from './usage.ts'

const judged = (
  code: number,
  more: { subcode?: number; status?: number; message?: string; transient?: boolean } = {},
) => {
  const text = refusalBody({ code, ...more })
  const judge = judgeAnswer(new Response(text, { status: more.status ?? 400 }), text)
  return typeof judge === 'object' ? (judge.throttled ? 'throttled' : judge.verdict) : judge
}

describe('what an answer means', () => {
  test.each([4, 17, 32, 613, 80_000, 80_004, 80_014])('%s is a throttle, whatever its status', (code) => {
    for (const status of [400, 403, 429]) expect(judged(code, { status })).toBe('throttled')
  })

  test('dead tokens ask, permissions and mistakes do not', () => {
    expect([judged(190, { subcode: 463 }), judged(102)]).toEqual(['ask', 'ask'])
    expect([judged(10), judged(200), judged(272), judged(100), judged(100, { subcode: 33 })]).toEqual(
      Array(5).fill('refused'),
    )
  })

  test('what passes is tried again', () => {
    expect([judged(1, { subcode: 99 }), judged(2), judged(104), judged(960), judged(100, { transient: true })]).toEqual(
      Array(5).fill('retry'),
    )
  })

  test('what would never pass is not', () => {
    expect(judged(1, { message: 'Please reduce the amount of data you are asking for', status: 500 })).toBe('refused')
    expect(judged(1, { subcode: 2_853_001, status: 500 })).toBe('refused')
    expect(judged(100, { subcode: 1_487_534 })).toBe('refused')
    expect(judged(2_635)).toBe('changed')
  })

  test('without an error in it is for the kit to judge by its status', () => {
    expect(judgeAnswer(new Response('<html>', { status: 500 }), '<html>')).toBeUndefined()
    expect(judgeAnswer(new Response('{}'), '{}')).toBeUndefined()
    expect(readGraphError('{"error":"text"}')).toBeUndefined()
  })
})

describe('the limits that are left', () => {
  const answer = (headers: Record<string, string>) => new Response('{}', { headers })
  const asDocumented = {
    'x-app-usage': '{"call_count":28,"total_time":25,"total_cputime":25}',
    'x-ad-account-usage': '{"acc_id_util_pct":9.67,"reset_time_duration":100,"ads_api_access_tier":"standard_access"}',
    'x-business-use-case-usage':
      '{"1000":[{"type":"ads_insights","call_count":97,"total_cputime":23,"total_time":61,"estimated_time_to_regain_access":12,"ads_api_access_tier":"standard_access"}]}',
    'x-fb-ads-insights-throttle':
      '{"app_id_util_pct":73.1,"acc_id_util_pct":95.9,"ads_api_access_tier":"standard_access"}',
  }

  test('are read from every header, minutes and seconds told apart', () => {
    expect(usageOf(answer(asDocumented))).toEqual([
      { name: 'calls of the app', used: 0.28, bucket: 'objects', restMs: 60_000 },
      { name: 'calls for the ad account', used: 0.0967, bucket: 'objects', restMs: 100_000 },
      { name: 'figures of 1000', used: 0.97, bucket: 'insights', restMs: 720_000 },
      { name: 'figures of all', used: 0.959, bucket: 'insights', restMs: 60_000 },
    ])
    expect(regainMs(answer(asDocumented).headers)).toBe(720_000)
  })

  test('say nothing where they are missing or have another shape', () => {
    expect(usageOf(answer({}))).toEqual([])
    expect(usageOf(answer({ 'x-app-usage': 'soon', 'x-business-use-case-usage': '[]' }))).toEqual([])
    expect(regainMs(new Headers())).toBeUndefined()
  })

  test('are obeyed before they are hit: a reading of everything is never refused', async () => {
    const drive = open()
    drive.emulator.capacity = 60
    for (const stream of [...polledStreams(drive), ...polledStreams(drive)])
      expect((await runToEnd(drive, stream)).outcome).toBe('done')
    expect(drive.emulator.refusals()).toBe(0)
    expect(drive.requests.length).toBeGreaterThan(60)
  })

  test('hit by somebody else are waited out as long as Meta says, and nothing is lost', async () => {
    const drive = open()
    drive.emulator.capacity = 0
    const codes = new Set<string>()
    for (let round = 0; round < 5; round += 1) {
      const end = await step(drive, 'campaigns')
      if (end.outcome !== 'later') throw new Error(end.outcome)
      codes.add(end.error.message)
      const wait = end.at.getTime() - drive.clock.now().getTime()
      expect(wait).toBeGreaterThanOrEqual(60_000)
      drive.clock.advance(wait)
    }
    drive.emulator.capacity = 9_000
    drive.clock.advance(600_000)
    expect((await runToEnd(drive, 'campaigns')).outcome).toBe('done')
  })

  test('of Meta’s whole load rest for five minutes', async () => {
    const drive = open()
    drive.emulator.faults.next(refused({ code: 4, subcode: 1_504_022 }))
    const end = await step(drive, 'ad_metrics')
    if (end.outcome !== 'later') throw new Error(end.outcome)
    expect(end.at.getTime() - drive.clock.now().getTime()).toBe(300_000)
  })
})

test('a retired version says so and stops', async () => {
  const drive = open({ config: { apiVersion: 'v19.0' } })
  const end = await step(drive, 'campaigns')
  if (end.outcome !== 'changed') throw new Error(end.outcome)
  expect(end.error.say).toContain('version')
})
