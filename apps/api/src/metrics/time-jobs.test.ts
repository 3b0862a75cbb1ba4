import type { Handler, NudgeKind } from '@throughline/core/jobs'
import { expect, test } from 'vitest'
import { createMetrics } from './create-metrics.ts'
import { timeJobs } from './time-jobs.ts'

test('slices are counted by kind and by how they ended, and end as they would have', async () => {
  const metrics = createMetrics()
  const ends: Partial<Record<NudgeKind, Handler>> = {
    'process-inbox': async () => 'again',
    retention: async () => ({ at: new Date() }),
    reprocess: () => Promise.reject(new Error('no')),
  }
  const handlers = timeJobs(metrics, ends as Record<NudgeKind, Handler>)
  const nudge = (kind: NudgeKind) => ({ tenantId: '00000000-0000-4000-8000-000000000011', kind, attempt: 0 })
  const slice = { until: new Date(), signal: new AbortController().signal }
  expect(await handlers['process-inbox'](nudge('process-inbox'), slice)).toBe('again')
  await handlers.retention(nudge('retention'), slice)
  await expect(handlers.reprocess(nudge('reprocess'), slice)).rejects.toThrow('no')
  const text = await metrics.registry.metrics()
  expect(text).toContain('throughline_job_duration_seconds_count{kind="process-inbox",outcome="again"} 1')
  expect(text).toContain('throughline_job_duration_seconds_count{kind="retention",outcome="later"} 1')
  expect(text).toContain('throughline_job_duration_seconds_count{kind="reprocess",outcome="failed"} 1')
})
