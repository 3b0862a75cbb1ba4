import { step } from '@throughline/connector-kit/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { classify, usage } from './errors.ts'
import { seedPipelines } from './emulator.ts'
import { fresh, poll, rowsIn, tidy, type HubSpotDrive } from './test-drive.ts'

afterAll(tidy)

const now = Date.parse('2026-11-15T17:00:00.000Z')
const many = (count: number) => () =>
  fresh({
    seed: (ledger) => {
      seedPipelines(ledger)
      for (let id = 1; id <= count; id += 1) ledger.add('contacts', { id, at: now - 86_400_000 + id })
    },
  })
const statuses = (drive: HubSpotDrive) => {
  const seen: number[] = []
  const { fetch } = drive.around
  drive.around.fetch = async (request) => {
    const answer = await fetch(request)
    seen.push(answer.status)
    return answer
  }
  return seen
}

describe('limits', { timeout: 60_000 }, () => {
  test('are never hit by ourselves: neither the ten seconds’ nor search’s own', async () => {
    const drive = many(12_000)()
    const seen = statuses(drive)
    await poll(drive, ['contacts'])
    for (const id of drive.emulator.ledger.ids('contacts').slice(0, 4_000))
      drive.emulator.ledger.update('contacts', id, { city: 'X' }, { at: drive.clock.now().getTime() })
    await poll(drive, ['contacts'])
    expect(seen.length).toBeGreaterThan(150)
    expect(new Set(seen)).toEqual(new Set([200, 207].filter((status) => seen.includes(status))))
    expect(rowsIn(drive, 'contacts').size).toBe(12_000)
  })

  test('that others use up are waited for, each its own time', async () => {
    const drive = many(300)()
    const authorization = `Bearer ${drive.emulator.secrets.good.oauth?.accessToken}`
    const search = () =>
      drive.emulator.fetch(
        new Request('https://api.hubapi.com/crm/objects/2026-09/contacts/search', {
          method: 'POST',
          headers: { authorization },
          body: '{}',
        }),
      )
    for (let other = 0; other < 6; other += 1) await search()
    const seen = statuses(drive)
    await poll(drive, ['contacts'])
    expect(seen).toContain(429)
    expect(rowsIn(drive, 'contacts').size).toBe(300)
  })

  test('of a day, used up, are waited out without giving anything up', async () => {
    const drive = many(300)()
    drive.emulator.daily = { limit: 1_000, used: 1_000 }
    const end = await step(drive, 'contacts')
    expect(end.outcome).toBe('later')
    if (end.outcome === 'later') expect(end.at.getTime() - drive.clock.now().getTime()).toBe(30 * 60_000)
    drive.emulator.daily.used = 0
    await poll(drive, ['contacts'])
    expect(rowsIn(drive, 'contacts').size).toBe(300)
  })

  test('of a day leave the last tenth to the customer’s other apps', async () => {
    const drive = many(2_000)()
    drive.emulator.daily = { limit: 100, used: 85 }
    for (let slice = 0; slice < 30; slice += 1) {
      const end = await step(drive, 'contacts')
      if (end.outcome === 'later') break
    }
    expect(drive.emulator.daily.used).toBeLessThanOrEqual(91)
    expect(drive.states.of('connection-1', {}).usage).toContainEqual(expect.objectContaining({ name: 'calls today' }))
  })
})

describe('answers', () => {
  const answer = (status: number, headers: Record<string, string> = {}) => new Response('', { status, headers })
  const limited = (policyName: string) => JSON.stringify({ errorType: 'RATE_LIMIT', policyName })

  test('of too many requests wait as the policy says', () => {
    expect(classify(answer(429), limited('TEN_SECONDLY_ROLLING'))).toMatchObject({ waitMs: 10_000, throttled: true })
    expect(classify(answer(429), limited('SECONDLY'))).toMatchObject({ waitMs: 1_000 })
    expect(classify(answer(429), limited('DAILY'))).toMatchObject({ waitMs: 1_800_000 })
    expect(classify(answer(429, { 'retry-after': '7200' }), limited('DAILY'))).toMatchObject({ waitMs: 7_200_000 })
    expect(classify(answer(429, { 'retry-after': '3' }), limited('SECONDLY'))).not.toHaveProperty('waitMs')
    expect(classify(answer(429), '<html>')).toEqual({ verdict: 'retry', throttled: true })
  })

  test('of a locked or moving account pass; others go by the usual table', () => {
    expect(classify(answer(423), '')).toEqual({ verdict: 'retry' })
    expect(classify(answer(477), '')).toMatchObject({ verdict: 'retry', throttled: true, waitMs: 900_000 })
    expect(classify(answer(477, { 'retry-after': '60' }), '')).not.toHaveProperty('waitMs')
    expect(classify(answer(500), '')).toBeUndefined()
    expect(classify(answer(400), '{}')).toBeUndefined()
  })

  test('without a permission name it, and never quote anything else', () => {
    const body = {
      errors: [{ message: 'x', context: { requiredGranularScopes: ['crm.objects.deals.read', '<b>evil</b>'] } }],
    }
    const judged = classify(answer(403), JSON.stringify(body))
    expect(judged).toMatchObject({ verdict: 'ask' })
    expect(JSON.stringify(judged)).toContain('crm.objects.deals.read')
    expect(JSON.stringify(judged)).not.toContain('evil')
  })

  test('tell what is left of the limits, where they do', () => {
    expect(usage(answer(200))).toEqual([])
    expect(
      usage(
        answer(200, {
          'x-hubspot-ratelimit-daily': '1000',
          'x-hubspot-ratelimit-daily-remaining': '250',
          'x-hubspot-ratelimit-max': '100',
          'x-hubspot-ratelimit-remaining': '90',
        }),
      ).map(({ name, used }) => [name, Math.round(used * 100)]),
    ).toEqual([
      ['calls today', 75],
      ['calls in 10 seconds', 10],
    ])
  })
})
