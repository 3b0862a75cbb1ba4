import { randomBytes, randomUUID } from 'node:crypto'
import { authenticateJob } from '@throughline/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { donor, story, type Story } from '../../attribution/testing/story.ts'
import { createEventIntake } from '../../events/index.ts'
import { dayBounds, writeBatch } from '../../ledger/index.ts'
import { gift, row } from '../../ledger/testing/gift.ts'
import { createSecrets, masterKeyFrom, tenantKeyring, type Secrets } from '../../secrets/index.ts'
import { plain } from '../figure.ts'
import {
  createMetrics,
  metrics,
  provenMetrics,
  type Answer,
  type Metrics,
  type ProvenMetricId,
  type Question,
} from '../index.ts'

/** Zones with a day of 23, 24 (half an hour apart), 25 or 23.5 hours. */
const changes: readonly (readonly [zone: string, day: string, hours: number])[] = [
  ['America/New_York', '2026-03-08', 23],
  ['America/New_York', '2026-11-01', 25],
  ['America/Chicago', '2026-11-01', 25],
  ['America/St_Johns', '2026-03-08', 23],
  ['America/Havana', '2026-03-08', 23],
  ['America/Santiago', '2026-04-04', 25],
  ['Europe/London', '2026-10-25', 25],
  ['Europe/Berlin', '2026-03-29', 23],
  ['Africa/Cairo', '2026-04-24', 23],
  ['Australia/Lord_Howe', '2026-04-05', 24.5],
  ['Australia/Adelaide', '2026-10-04', 23],
  ['Pacific/Chatham', '2026-09-27', 23],
  ['Pacific/Auckland', '2026-04-05', 25],
  ['Asia/Kolkata', '2026-10-20', 24],
]
const now = new Date('2026-11-20T15:00:00Z')
const usd = (minor: number) => ({ minor, currency: 'USD' })

let s: Story
let figures: Metrics
beforeAll(async () => {
  s = await story()
  const secrets = { ...createSecrets(masterKeyFrom(new Uint8Array(32))), forTenant: async () => s.keyring }
  figures = createMetrics({ door: s.t.door, now: () => now, secrets })
})
afterAll(() => s.t.drop())

const sumOf = ({ rows }: Answer, at = 0) =>
  rows.reduce((sum, { readings }) => sum + (plain(readings[at]!.value) ?? 0), 0)

test.each(changes)('in %s the hours of %s, %d of them, add up to the day', async (zone, day, hours) => {
  const { start, end } = dayBounds(day, zone)
  expect((end - start) / 3_600_000).toBe(hours)
  const [tenantId, agencyId] = [randomUUID(), randomUUID()]
  await s.t.superuser`insert into agency values (${agencyId}, 'Laws', now())`
  await s.t.superuser`insert into tenant (tenant_id, agency_id, slug, name, vertical, currency, time_zone, created_at)
    values (${tenantId}, ${agencyId}, ${tenantId}, 'Laws', 'fundraising', 'USD', ${zone}, now())`
  const keyring = tenantKeyring(tenantId, new Map([[1, randomBytes(32)]]))
  const actor = authenticateJob(tenantId, 'laws')
  // A gift and a click every twenty minutes, from an hour before the day to an hour after it.
  const times = Array.from({ length: (hours + 2) * 3 }, (_, i) => start - 3_600_000 + i * 1_200_000)
  const rows = times.map((at, i) =>
    row(`g${i}`, [gift(`g${i}`, donor(`d${i % 7}`), { happenedAt: new Date(at).toISOString(), amount: usd(100 + i) })]),
  )
  await s.t.door.withTenant(actor, tenantId, (inside) =>
    writeBatch(inside, { rows, connectionId: '00000000-0000-4000-8000-0000000000c1', origin: 'read', now, keyring }),
  )
  const campaign = randomUUID()
  const items = times.map((at, i) => ({
    event_id: randomUUID(),
    event_type: 'campaign_clicked',
    timestamp: new Date(at).toISOString(),
    user_id: `u${i}`,
    source: 'web',
    properties: { campaign_id: campaign, delivery_channel: 'ads' },
  }))
  const intake = createEventIntake({
    ...{ door: s.t.door, notifier: { tell: () => {} }, sources: new Set<string>(), newId: randomUUID },
    secrets: { forTenant: async () => keyring } as unknown as Secrets,
    // Events are taken while they are news.
    now: () => new Date(end + 7_200_000),
  })
  await intake.take(actor, tenantId, { items, raw: Buffer.from(JSON.stringify(items)) })

  const ask = (by: 'hour' | 'day' | undefined) =>
    figures.query(actor, tenantId, {
      metrics: ['raised_gross', 'gifts', 'clicks_first_party'],
      range: { from: day, to: day },
      by,
    })
  const [whole, byHour, byDay] = [await ask(undefined), await ask('hour'), await ask('day')]
  const inDay = times.filter((at) => at >= start && at < end)
  expect(plain(whole.total[1]!.value)).toBe(inDay.length)
  expect(plain(whole.total[2]!.value)).toBe(inDay.length)
  for (const at of [0, 1, 2]) {
    expect(sumOf(byHour, at)).toBe(plain(whole.total[at]!.value))
    expect(sumOf(byDay, at)).toBe(plain(whole.total[at]!.value))
  }
  expect(byHour.rows.length).toBe(Math.min(24, Math.ceil(hours)))
})

const november = { from: '2026-11-01', to: '2026-11-30' }
/** Sums of which rows are parts. */
const additive = metrics.filter(
  ({ unit, worked, id }) =>
    worked.by === 'measures' && worked.denominator.length === 0 && unit !== 'share' && id !== 'donors',
)

test('rows add up to the whole, past batches are answered as they were, and figures are their proofs', async () => {
  const actor = authenticateJob(s.tenantId, 'test')
  const ids = additive.map(({ id }) => id)
  const ask = async (more: Partial<Question>): Promise<Answer[]> => {
    const answers = []
    for (let at = 0; at < ids.length; at += 10) {
      const some = ids.slice(at, at + 10)
      const of =
        more.by === undefined
          ? some
          : some.filter((id) => additive.find((each) => each.id === id)?.dimensions.includes(more.by as never))
      if (of.length > 0) answers.push(await figures.query(actor, s.tenantId, { range: november, metrics: of, ...more }))
    }
    return answers
  }
  const breakdowns = [
    'channel',
    'campaign',
    'message',
    'creative',
    'list',
    'donor_type',
    'tier',
    'day',
    'hour',
    'recurring',
  ]
  const said: { batch: number; by: string | undefined; answers: Answer[] }[] = []
  const people = ['ada', 'ben', 'eve', 'kim'].map((name) => donor(name))
  for (let step = 0; step < 4; step += 1) {
    const who = people[step % people.length]!
    const day = String(8 + step).padStart(2, '0')
    await s.isTouched(`t${step}`, who, { campaign: `c${step % 3}`, happenedAt: `2026-11-${day}T15:00:00.000Z` })
    const of = await s.gives(`g${step}`, who, {
      amount: usd(1_000 + 77 * step),
      happenedAt: `2026-11-${day}T18:00:00.000Z`,
      ...(step % 2 ? { plan: `p${step}` } : {}),
    })
    if (step % 3 === 1) await s.takesBack(of)
    await s.tell(`spend ${step}`, [
      {
        kind: 'spend',
        key: `s${step}`,
        happenedAt: `2026-11-${day}T06:00:00.000Z`,
        sourceDay: { day: `2026-11-${day}`, zone: 'America/Chicago' },
        amount: usd(300 + step),
        campaign: `c${step % 3}`,
        impressions: 1_000,
        clicks: 10 + step,
      },
    ])
    await s.attribute()
    // Every other time: what was said then is asked again after the others.
    if (step % 2 === 0) continue
    for (const by of [undefined, ...breakdowns]) {
      const answers = await ask({ by })
      said.push({ batch: answers[0]!.batch, by, answers })
      if (by !== undefined)
        for (const answer of answers)
          answer.metrics.forEach(({ id }, at) => {
            const total = plain(answer.total[at]!.value)
            if (total !== undefined)
              expect([by, id, Number(sumOf(answer, at).toFixed(6))]).toEqual([by, id, Number(total.toFixed(6))])
          })
    }
  }
  for (const { batch, by, answers } of said) {
    const again = await ask({ by, batch })
    expect(again.map(({ total, rows }) => ({ batch, by, total, rows }))).toEqual(
      answers.map(({ total, rows }) => ({ batch, by, total, rows })),
    )
  }
  for (const id of Object.keys(provenMetrics) as ProvenMetricId[]) {
    const proof = await figures.proof(actor, s.tenantId, { metric: id, range: november })
    const answer = await figures.query(actor, s.tenantId, { metrics: [id], range: november })
    expect([id, answer.total[0]?.value]).toEqual([id, proof.value])
    expect(answer.batch).toBe(proof.batch)
  }
}, 120_000)
