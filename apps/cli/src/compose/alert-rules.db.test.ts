import { existsSync } from 'node:fs'
import path from 'node:path'
import { connectionFaults } from '@throughline/core/connections/testing'
import { goalFaults } from '@throughline/core/goals/testing'
import { ingestFaults } from '@throughline/core/ingest/testing'
import { workFaults } from '@throughline/core/jobs/testing'
import { watch } from '@throughline/core/notify'
import { notifyFaults, type AlertFaults } from '@throughline/core/notify/testing'
import { qualityFaults } from '@throughline/core/quality/testing'
import { authenticateJob } from '@throughline/db'
import { cast, plantCast, testDatabase, type TestDatabase } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alertRules } from './alert-rules.ts'

/** How each rule is shown its own trouble. A room's faults stand beside its rules. */
const faults: AlertFaults = {
  ...connectionFaults,
  ...ingestFaults,
  ...workFaults,
  ...goalFaults,
  ...qualityFaults,
  ...notifyFaults,
}

let t: TestDatabase
let at = Date.parse('2026-11-20T15:00:00Z')
const now = () => new Date(at)
beforeAll(async () => {
  t = await testDatabase(now)
  await plantCast(t.superuser)
})
afterAll(() => t.drop())

const root = path.join(import.meta.dirname, '../../../..')
const tenantId = cast.harbor
const place = {
  tenantId,
  now,
  get sql() {
    return t.superuser
  },
  inside: <T>(fn: Parameters<typeof t.door.withTenant<T>>[2]) =>
    t.door.withTenant(authenticateJob(tenantId, 'test'), tenantId, fn),
}

/** The watch looks with every rule, and then looks again once the rule has had its rest. */
async function look(id: string): Promise<string[]> {
  const rule = alertRules.find((each) => each.id === id)
  const deps = { queue: { add: async () => {} }, notifier: { tell: () => {} }, now, newId: () => crypto.randomUUID() }
  at += Math.max(60_000, (rule?.everyMinutes ?? 0) * 60_000, (rule?.calmMinutes ?? 0) * 60_000)
  await watch({ door: t.door, rules: alertRules, ...deps })(
    { tenantId, kind: 'watch', attempt: 0 },
    { until: new Date(at + 1_000), signal: new AbortController().signal },
  )
  const rows = await t.superuser<{ state: string }[]>`select state from alert where rule = ${id} order by alert_id`
  return rows.map(({ state }) => state)
}

describe('every composed rule', () => {
  test('has a fault that a test injects, and no fault is of a rule that is not composed', () => {
    expect(Object.keys(faults).toSorted()).toEqual(alertRules.map(({ id }) => id).toSorted())
  })

  test.each(alertRules.map(({ id }) => id))('%s: finds its fault, and what it opened resolves itself', async (id) => {
    const fault = faults[id]
    if (!fault) throw new Error(`no fault for ${id}`)
    expect(await look(id)).toEqual([])
    await fault.inject(place)
    expect(await look(id)).toEqual(['open'])
    // Still there: one alert, seen again.
    expect(await look(id)).toEqual(['open'])
    await fault.mend(place)
    await look(id)
    expect(await look(id)).toEqual(['resolved'])
    const [watched] = await t.superuser<{ failures: number; error: string | null }[]>`
      select failures, error from alert_watch where rule = ${id}`
    expect(watched).toMatchObject({ failures: 0, error: null })
    const story = await t.superuser<{ kind: string }[]>`
      select e.kind from alert_event e join alert a using (alert_id) where a.rule = ${id} order by e.event_no`
    expect(story.map(({ kind }) => kind)).toEqual(['opened', 'resolved'])
  })

  test.each(alertRules)('$id: has a runbook, and sentences without holes', async (rule) => {
    expect(existsSync(path.join(root, rule.runbook))).toBe(true)
    const rows = await t.superuser<{ say: Record<string, string | number>; link: string }[]>`
      select say, link from alert where rule = ${rule.id}`
    expect(rows).not.toHaveLength(0)
    for (const { say, link } of rows) {
      expect(link).toMatch(/^\/[a-z]/)
      for (const sentence of [rule.sentence(say), rule.forClient?.sentence(say) ?? 'None.'])
        expect(sentence).not.toMatch(/undefined|null|NaN|\[object/)
    }
  })
})

test.each(alertRules.flatMap(({ id, forClient }) => (forClient ? [{ id, ...forClient }] : [])))(
  '$id: what a client’s own people read names no vendor',
  ({ title, sentence }) => {
    const names = { name: 'ActBlue', stream: 'donations', why: 'Meta said no', kind: 'reconcile' }
    const numbers = { days: 26, hours: 48, rows: 12, open: 13, deliveries: 2, minutes: 20, failed: 2 }
    expect(`${title} ${sentence({ ...names, ...numbers })}`).not.toMatch(/ActBlue|Meta|donations/)
  },
)
