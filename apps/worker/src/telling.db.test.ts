import { randomUUID } from 'node:crypto'
import { runNudge, type Handler, type NudgeKind } from '@throughline/core/jobs'
import { tellAlerts, watch, type AlertRule, type TellAlertsDeps } from '@throughline/core/notify'
import { cast, plantCast, testDatabase, type TestDatabase } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openQueue, type GraphileQueue } from './graphile-queue.ts'

let t: TestDatabase
let queue: GraphileQueue
// 8:30 in Chicago.
let at = Date.parse('2026-11-20T14:30:00Z')
const now = () => new Date(at)
const tenantId = cast.harbor

beforeAll(async () => {
  t = await testDatabase(now)
  await plantCast(t.superuser)
  queue = await openQueue({ jobsUrl: t.logins.jobs })
  await t.superuser`
    insert into alert_channel (tenant_id, channel_id, kind, name, hint, people, severities, is_on, changed_by, changed_at)
    values (${tenantId}, ${randomUUID()}, 'mail', 'Mail', '', ${t.superuser.json([cast.olive])}, '["critical", "info"]', true, 'test', ${now()})`
})
afterAll(async () => {
  await queue.close()
  await t.drop()
})

const severities: ('critical' | 'info')[] = ['info']
const rule: AlertRule = {
  ...{
    id: 'tap-drips',
    title: 'The tap drips',
    severity: 'info',
    runbook: 'docs/runbooks/x.md',
    calmMinutes: 0,
    reopenMinutes: 0,
  },
  sentence: () => 'It drips.',
  check: async () => severities.map((severity, i) => ({ subject: `tap:${i}`, severity, say: {}, link: '/work' })),
}
const look = async () => {
  at += 60_000
  const deps = { door: t.door, queue, notifier: { tell: () => {} }, now, newId: randomUUID, rules: [rule] }
  await watch(deps)(
    { tenantId, kind: 'watch', attempt: 0 },
    { until: new Date(at + 1_000), signal: new AbortController().signal },
  )
}
const toldAt = async () => {
  const [job] = await t.superuser<{ run_at: Date }[]>`
    select run_at from graphile_worker.jobs where key = ${`${tenantId}:tell-alerts:`}`
  return job?.run_at.toISOString()
}

test('what is critical is told now, also where a telling waits for the morning', async () => {
  await look()
  expect(await toldAt()).toBe('2026-11-21T14:00:00.000Z')
  severities.push('critical')
  await look()
  expect(await toldAt()).toBe(now().toISOString())
})

test('a telling that waits for long looks every minute for what came while it looked', async () => {
  const deps = {
    ...{ door: t.door, now, rules: [rule], publicUrl: 'https://app.example', random: () => 0 },
    notifier: { tell: () => {} },
    mailer: { queue: async () => {}, deliver: async () => ({ sent: 0, failed: 0 }) },
  } as unknown as TellAlertsDeps
  const handlers = { 'tell-alerts': tellAlerts(deps) } as unknown as Record<NudgeKind, Handler>
  await runNudge(
    { door: t.door, queue, handlers, now, random: () => 0, newId: randomUUID },
    { tenantId, kind: 'tell-alerts', attempt: 0 },
    new AbortController().signal,
  )
  expect(await toldAt()).toBe(new Date(at + 60_000).toISOString())
})
