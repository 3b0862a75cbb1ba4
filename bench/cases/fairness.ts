import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { nudgeKinds, type Handler, type NudgeKind } from '../../packages/core/src/jobs/index.ts'
import { openQueue, startWorker } from '../../apps/worker/src/index.ts'
import { task } from '../../apps/worker/src/graphile-queue.ts'
import { openBareHouse } from '../bare-house.ts'
import { percentile, type Case } from '../measure.ts'

const backlog = 100_000
const asked = 200
const everyMs = 100
/** What one slice of the busy client costs the database. */
const sliceMs = 20

/** How soon one client's job starts while a hundred thousand slices of another wait, all of them before it in time. */
export const bench: Case = {
  name: 'A job of one client behind 100,000 slices of another',
  async run(say) {
    const house = await openBareHouse(() => new Date())
    const queue = await openQueue({ jobsUrl: house.jobsUrl, connections: 14 })
    try {
      const [busy, quiet] = [randomUUID(), randomUUID()]
      const lanes = [`tenant:${busy}:0`, `tenant:${busy}:1`]
      for (let n = 0; n < backlog; n += 1_000)
        await queue.utils.addJobs(
          Array.from({ length: 1_000 }, (_, i) => ({
            identifier: task,
            payload: { tenantId: busy, kind: 'backfill', ref: `${n + i}`, attempt: 0 },
            queueName: lanes[i % 2] ?? '',
            jobKey: `${busy}:backfill:${n + i}`,
          })),
        )
      say(`${backlog} slices of one client wait`)
      const added = new Map<string, number>()
      const waits: number[] = []
      let slices = 0
      const handler: Handler = async ({ tenantId, ref = '' }) => {
        if (tenantId === quiet) {
          waits.push(performance.now() - (added.get(ref) ?? 0))
          return 'done'
        }
        slices += 1
        await house.superuser`select pg_sleep(${sliceMs / 1_000})`
        return 'done'
      }
      const handlers = Object.fromEntries(nudgeKinds.map((kind) => [kind, handler])) as Record<NudgeKind, Handler>
      const worker = await startWorker({
        door: house.door,
        queue,
        handlers,
        now: () => new Date(),
        random: Math.random,
        newId: randomUUID,
      })
      const began = performance.now()
      for (let n = 0; n < asked; n += 1) {
        await pause(everyMs)
        const ref = `${n}`
        added.set(ref, performance.now())
        await queue.add({ tenantId: quiet, kind: n % 2 === 0 ? 'process-inbox' : 'run-stream', ref, attempt: 0 })
      }
      while (waits.length < asked && performance.now() - began < 120_000) await pause(50)
      const seconds = (performance.now() - began) / 1_000
      await worker.stop()
      const [left] = await house.superuser<
        { n: number }[]
      >`select count(*)::int as n from graphile_worker._private_jobs`
      return [
        { name: 'jobs of the quiet client that started', value: waits.length, unit: `of ${asked}`, aim: 'all' },
        { name: 'added until started, p50', value: percentile(waits, 0.5), unit: 'ms' },
        { name: 'added until started, p95', value: percentile(waits, 0.95), unit: 'ms', aim: '< 1,000' },
        { name: 'added until started, longest', value: Math.max(...waits), unit: 'ms' },
        {
          name: 'slices of the busy client meanwhile',
          value: slices / seconds,
          unit: '/s',
          note: `${left?.n} still wait`,
        },
      ]
    } finally {
      await queue.close()
      await house.close()
    }
  },
}
