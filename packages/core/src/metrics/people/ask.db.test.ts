import { randomUUID } from 'node:crypto'
import { authenticateJob, type Actor } from '@throughline/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { donor, story, type Story } from '../../attribution/testing/story.ts'
import { createEventIntake } from '../../events/index.ts'
import { createSecrets, masterKeyFrom, type Secrets } from '../../secrets/index.ts'
import { money, none, number } from '../figure.ts'
import { createMetrics, peopleThreads, type FunnelInput, type Metrics } from '../index.ts'
import { workOut } from './people-threads.ts'
import { giftsOf, activityOf, secAt } from './testing/made-up.ts'

const now = new Date('2026-11-20T15:00:00Z')
const campaign = '33333333-3333-4333-8333-333333333333'
const range = { from: '2026-10-01', to: '2026-10-31' }
let s: Story
let figures: Metrics
let actor: Actor

beforeAll(async () => {
  s = await story()
  actor = authenticateJob(s.tenantId, 'test')
  const secrets = { ...createSecrets(masterKeyFrom(new Uint8Array(32))), forTenant: async () => s.keyring }
  figures = createMetrics({ door: s.t.door, now: () => now, secrets })
  const event = (name: string, event_type: string, timestamp: string, properties: object) => ({
    ...{ event_id: randomUUID(), event_type, timestamp, user_id: `${name}@example.org`, source: 'backend' },
    properties,
  })
  const sent = (name: string, day: string) =>
    event(name, 'campaign_delivered', `${day}T17:00:00Z`, { campaign_id: campaign, delivery_channel: 'email' })
  const clicked = (name: string, day: string) =>
    event(name, 'campaign_clicked', `${day}T18:00:00Z`, { campaign_id: campaign, delivery_channel: 'email' })
  const came = (name: string, day: string) =>
    event(name, 'user_engaged', `${day}T19:00:00Z`, { engagement_type: 'page_view' })
  const intake = createEventIntake({
    door: s.t.door,
    secrets: { forTenant: async () => s.keyring } as unknown as Secrets,
    notifier: { tell: () => {} },
    sources: new Set(['actblue']),
    now: () => new Date('2026-10-25T18:00:00Z'),
    newId: randomUUID,
  })
  const items = [
    ...['ada', 'ben', 'cy', 'dee'].map((name) => sent(name, '2026-10-05')),
    ...[clicked('ada', '2026-10-05'), clicked('ben', '2026-10-06'), clicked('eve', '2026-10-06')],
    ...[came('ada', '2026-10-05'), came('ben', '2026-10-04')],
  ]
  const taken = await intake.take(actor, s.tenantId, { items, raw: Buffer.from('[]') })
  if (taken.result !== 'taken' || taken.results.some(({ status }) => status !== 'accepted'))
    throw new Error('not taken')
  const usd = (minor: number) => ({ minor, currency: 'USD' })
  await s.gives('g1', donor('ada'), { happenedAt: '2026-10-07T18:00:00.000Z', amount: usd(5_000) })
  await s.gives('g2', donor('ada'), { happenedAt: '2026-10-27T18:00:00.000Z' })
  await s.gives('g3', donor('cy'), { happenedAt: '2026-10-07T18:00:00.000Z' })
  await s.gives('g4', donor('zoe'), { happenedAt: '2025-06-02T18:00:00.000Z', amount: usd(1_000) })
})
afterAll(() => s.t.drop())

const funnel = (more: Partial<FunnelInput> = {}) =>
  figures.funnel(actor, s.tenantId, {
    range,
    steps: [
      { of: 'activity', kind: 'delivered', campaign: `events:${campaign}` },
      { of: 'activity', kind: 'clicked', channel: 'email' },
      { of: 'activity', kind: 'visited' },
      { of: 'gift' },
    ],
    ...more,
  })

describe('a funnel', () => {
  test('is of distinct people in order, each step of the one before and of the first', async () => {
    const { steps, windowDays, openSince } = await funnel()
    expect(steps.map(({ people, stepRate, overallRate }) => [people, stepRate, overallRate])).toEqual([
      [4, number(1), number(1)],
      [2, number(0.5), number(0.5)],
      [1, number(0.5), number(0.25)],
      [1, number(1), number(0.25)],
    ])
    expect([windowDays, openSince]).toEqual([30, '2026-10-21'])
    expect(steps[1]?.stepInterval?.low).toBeGreaterThan(0.1)
  })

  test('ends with its window, and may be of new donors alone', async () => {
    const people = async (more: Partial<FunnelInput>) => (await funnel(more)).steps.map((step) => step.people)
    expect(await people({ windowDays: 1 })).toEqual([4, 1, 1, 0])
    expect(await people({ donorType: 'new' })).toEqual([2, 1, 1, 1])
    expect(await people({ donorType: 'returning' })).toEqual([0, 0, 0, 0])
    expect((await funnel({ donorType: 'returning' })).steps[1]?.stepRate).toEqual(none('no_units'))
  })

  test('that cannot be answered says what would work', async () => {
    await expect(funnel({ steps: [{ of: 'gift' }] })).rejects.toThrow(/2 to 8 steps/)
    const step = (more: object) => funnel({ steps: [{ of: 'activity', kind: 'clicked', ...more }, { of: 'gift' }] })
    await expect(step({ kind: 'dreamt' })).rejects.toThrow(/delivered, viewed, clicked/)
    await expect(step({ campaign: 'events:none' })).rejects.toThrow(/campaign_id/)
    await expect(step({ channel: 'pigeon' })).rejects.toThrow(/push, email, sms/)
    await expect(funnel({ windowDays: 91 })).rejects.toThrow(/1 to 90 days/)
    await expect(funnel({ batch: 999 })).rejects.toThrow(/No such batch/)
  })
})

describe('people', () => {
  const people = async (more: object) => {
    const found = await figures.people(actor, s.tenantId, { range, ...more })
    return [found.people, found.events, found.rows.map((row) => [row.key, row.people])]
  }
  test('are distinct over any filter, and in each row of what they are counted by', async () => {
    expect(await people({})).toEqual([5, 9, []])
    expect(await people({ kind: 'clicked' })).toEqual([3, 3, []])
    expect(await people({ channel: 'email', by: 'kind' })).toEqual([
      ...[5, 7],
      [
        ['delivered', 4],
        ['clicked', 3],
      ],
    ])
    expect(await people({ kind: 'visited', by: 'day' })).toEqual([
      ...[2, 2],
      [
        ['2026-10-04', 1],
        ['2026-10-05', 1],
      ],
    ])
    expect(await people({ kind: 'delivered', donorType: 'new', by: 'campaign' })).toEqual([2, 2, [[campaign, 2]]])
  })
  test('of a name that nothing ever had are no count of zero', async () => {
    await expect(people({ region: 'ZZ' })).rejects.toThrow(/No event came from/)
  })
})

test('cohorts come with what they bring, and the share that gave by then stands apart', async () => {
  const { cohorts, firstGifts, through, currency } = await figures.cohorts(actor, s.tenantId, {
    range: { from: '2025-06-01', to: '2026-10-31' },
  })
  expect([through, currency]).toEqual(['2026-11-19', 'USD'])
  expect(cohorts.map(({ month, people }) => [month, people])).toEqual([
    ['2025-06', 1],
    ['2026-10', 2],
  ])
  const [june, october] = cohorts
  expect(june?.value).toMatchObject({ watched: 1, censored: 0, mean: money(1_000 - 40, 'USD') })
  expect(october?.value).toMatchObject({ watched: 0, censored: 2, mean: none('no_units') })
  expect(october?.retained[0]).toEqual({ watched: 2, kept: 1, share: number(0.5) })
  expect(october?.repeated.watched).toBe(0)
  expect(firstGifts.map(({ month, people, within }) => [month, people, within[0]?.kept])).toEqual([
    ['2025-06', 1, 1],
    ['2026-10', 5, 2],
  ])
})

test('what is large is worked out on another thread, to the same', async () => {
  const threads = peopleThreads(1)
  try {
    const at = { second: 0, recorded: 1, takenBack: false }
    const input = {
      activity: activityOf([{ ...at, contact: 1, on: 0, kind: 1, campaign: 1, channel: 1 }]),
      gifts: giftsOf([{ ...at, contact: 1, on: 1, kind: 1 }]),
      asked: {
        steps: [{ of: 'activity' as const, filter: { kinds: [1] } }, { of: 'gift' as const }],
        ...{ from: secAt(0, 0), to: secAt(5, 0), window: 86_400, batch: 1, roots: Uint32Array.from([0, 1]) },
      },
    }
    expect(await workOut(threads, 'funnel', input, 10_000_000)).toEqual([1, 1])
    expect(await workOut(undefined, 'funnel', input, 10_000_000)).toEqual([1, 1])
  } finally {
    await threads.close()
  }
})
