import { expect, test } from 'vitest'
import { createServiceMeter, type ServiceMinute } from './service-meter.ts'

function metered() {
  const at = { ms: Date.parse('2026-11-20T15:00:10Z'), cpu: 1_000 }
  const written: ServiceMinute[] = []
  const fails = { now: false }
  const meter = createServiceMeter({
    now: () => new Date(at.ms),
    cpuUs: () => at.cpu,
    write: async (_tenantId, minutes) => {
      if (fails.now) throw new Error('no database')
      written.push(...minutes)
    },
  })
  return { at, written, fails, meter }
}
const answer = { tenantId: 'a', face: 'app', failed: false, ms: 10, cpuUs: 5, bytes: 100 } as const

test('answers are counted by tenant and minute', async () => {
  const { written, meter } = metered()
  meter.note(answer)
  meter.note({ ...answer, failed: true, ms: 20 })
  meter.note({ ...answer, tenantId: 'b', ms: 30 })
  await meter.flush()
  expect(written).toEqual([
    {
      ...{ tenantId: 'a', face: 'app', minute: '2026-11-20T15:00:00.000Z', calls: 2, failed: 1, slow: 0 },
      ...{ busyUs: 30_000, cpuUs: 10, bytes: 200 },
    },
    expect.objectContaining({ tenantId: 'b', calls: 1, failed: 0, cpuUs: 5 }),
  ])
})

test('work is shared among the answers that are worked on at that moment; what is done between them is nobody’s', () => {
  const { at, meter } = metered()
  at.cpu += 1_000
  const first = meter.begin()
  at.cpu += 100
  const second = meter.begin()
  at.cpu += 60
  expect(first()).toBe(130)
  at.cpu += 7
  expect(second()).toBe(37)
  at.cpu += 500
  expect(first()).toBe(130)
  expect(meter.begin()()).toBe(0)
})

test('an answer of more than half a minute is slow; the next minute is one of its own; nothing is written twice', async () => {
  const { at, written, meter } = metered()
  meter.note({ ...answer, ms: 31_000 })
  at.ms += 60_000
  meter.note(answer)
  await meter.flush()
  await meter.flush()
  expect(written.map(({ minute, slow }) => [minute.slice(11, 16), slow])).toEqual([
    ['15:00', 1],
    ['15:01', 0],
  ])
})

test('what could not be written is written with the next', async () => {
  const { written, fails, meter } = metered()
  meter.note(answer)
  fails.now = true
  await meter.flush()
  expect(written).toEqual([])
  fails.now = false
  await meter.flush()
  expect(written).toMatchObject([{ calls: 1 }])
})
