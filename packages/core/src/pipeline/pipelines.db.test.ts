import { NotFound, type CanonicalRecord } from '@throughline/canonical'
import { authenticateJob } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { donor, story, type Story } from '../attribution/testing/story.ts'
import { createPipelines } from './create-pipelines.ts'
import type { Pipelines } from './pipeline.ts'

let s: Story
let pipelines: Pipelines
const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T18:00:00.000Z`
const usd = (minor: number) => ({ minor, currency: 'USD' })
const deal = (key: string, more: object = {}): CanonicalRecord => ({
  ...{ kind: 'opportunity', key, happenedAt: at(6), createdAt: at(6), pipeline: 'major', stage: 'talk', state: 'open' },
  ...{ amount: usd(50_000), contacts: ['c-ada'], source: 'Event' },
  ...more,
})
const move = (key: string, opportunity: string, day: number, stage: string): CanonicalRecord => ({
  ...{ kind: 'stage_change', key, happenedAt: at(day), opportunity, stage, pipeline: 'major' },
})

beforeAll(async () => {
  s = await story()
  pipelines = createPipelines({ door: s.t.door, now: () => new Date(at(20)) })
  await s.tell('pipeline', [
    {
      kind: 'pipeline',
      key: 'major',
      happenedAt: at(1),
      name: 'Major gifts',
      stages: [
        { key: 'won', name: 'Won', order: 2, state: 'won' },
        { key: 'talk', name: 'Talking', order: 1, state: 'open' },
      ],
    },
  ])
  for (const name of ['ada', 'ben'])
    await s.tell(`contact ${name}`, [
      { kind: 'crm_contact', key: `c-${name}`, happenedAt: at(2), createdAt: at(2), person: donor(name) },
    ])
  await s.isTouched('before', donor('ada'), { campaign: 'before', happenedAt: at(3) })
  await s.isTouched('between', donor('ada'), {
    campaign: 'between',
    happenedAt: at(8),
    channel: 'email',
    type: 'email_clicked',
  })
  await s.tell('d1', [deal('d1', { stage: 'won', state: 'won', closedAt: at(10) })])
  await s.tell('d2', [deal('d2', { contacts: ['c-ben'], source: undefined })])
  await s.tell('d3', [deal('d3', { amount: { minor: 900, currency: 'EUR' }, contacts: [] })])
  await s.tell('old', [deal('old', { createdAt: '2026-10-30T12:00:00.000Z' })])
  for (const [key, of, day, stage] of [
    ['m1', 'd1', 6, 'talk'],
    ['m2', 'd1', 10, 'won'],
    ['m3', 'd2', 6, 'talk'],
  ] as const)
    await s.tell(key, [move(key, of, day, stage)])
  await s.tell('spend', [
    {
      ...{ kind: 'spend', key: 'spend', happenedAt: at(7), amount: usd(10_000) },
      sourceDay: { day: '2026-11-07', zone: 'America/Chicago' },
    },
  ])
  await s.attribute()
})
afterAll(() => s.t.drop())

const asked = { from: '2026-11-01', to: '2026-11-30' }
const job = () => authenticateJob(s.tenantId, 'test')

test('a client’s pipeline is told of by stage, by what touched it, by source and for what was spent', async () => {
  const view = await pipelines.view(job(), s.tenantId, asked)
  expect(view.pipelines).toEqual([{ key: 'acme|major', name: 'Major gifts', source: 'acme' }])
  const [talking, won] = view.stages
  expect(talking).toMatchObject({
    name: 'Talking',
    entered: 3,
    moved: 1,
    here: 2,
    untold: 1,
    dwell: { n: 2, censored: 1, median: 4 },
  })
  expect(talking?.credit).toEqual({ stage: 'talk', value: 100_000, unattributed: 50_000, channels: { sms: 50_000 } })
  expect(won?.credit).toEqual({ stage: 'won', value: 50_000, unattributed: 0, channels: { email: 50_000 } })
  expect(view.pairs).toEqual([{ from: 'talk', to: 'won', n: 3, reached: 1, undecided: 2, rate: 1 / 3 }])
  expect(view.touched.sourced).toMatchObject({ deals: 1, value: 50_000 })
  expect(view.touched.influenced).toMatchObject({ deals: 1 })
  expect(view.touched.accelerated).toMatchObject({ deals: 0, why: 'few_others' })
  expect(view.sources.map(({ leadSource, deals }) => [leadSource, deals])).toEqual([
    ['Event', 2],
    [null, 1],
  ])
  expect(view.roi).toMatchObject({ spend: 10_000, pipeline: 100_000, won: 50_000, roiPipeline: 9 })
  expect(view).toMatchObject({ otherCurrency: 1, cut: false, currency: 'USD' })
})

test('of another client is not there', async () => {
  expect((await pipelines.view(job(), s.tenantId, asked)).velocity.deals).toBe(3)
  const stranger = authenticateJob(cast.prairie, 'test')
  expect((await pipelines.view(stranger, cast.prairie, asked)).velocity.deals).toBe(0)
  await expect(pipelines.view(stranger, s.tenantId, asked)).rejects.toThrow(NotFound)
})
