import type { QueueDepth } from '@throughline/api'
import type { GraphileQueue } from '@throughline/worker'

/** How many nudges wait, run and failed, for the metrics. */
export const queueDepthOf =
  (queue: Pick<GraphileQueue, 'pool'>): QueueDepth =>
  async () => {
    const { rows } = await queue.pool.query<{ state: string; jobs: string }>(`
      select case when locked_at is not null then 'running' when attempts >= max_attempts then 'failed' else 'waiting' end as state,
        count(*) as jobs
      from graphile_worker.jobs group by 1`)
    return {
      waiting: 0,
      running: 0,
      failed: 0,
      ...Object.fromEntries(rows.map(({ state, jobs }) => [state, Number(jobs)])),
    }
  }
