import { laneOf, nudgeKey, type Queue } from '@throughline/core/jobs'
import { makeWorkerUtils, type WorkerUtils } from 'graphile-worker'
import pg from 'pg'
import { queueLogger } from './queue-logger.ts'

/** The one task that the queue knows: what a nudge is for is in its payload. */
export const task = 'nudge'

export interface GraphileQueue extends Queue {
  readonly utils: WorkerUtils
  /** Connections of the login that owns the queue's schema and nothing else. */
  readonly pool: pg.Pool
  close(): Promise<void>
}

export interface QueueOptions {
  /** The login of the queue's schema. */
  jobsUrl: string
  say?: (level: string, message: string) => void
  /** Connections at most; a worker in this process needs its slices' and two more. */
  connections?: number
}

/** Opens the queue and brings its schema up to date first; several processes may do so at once. */
export async function openQueue({ jobsUrl, say = () => {}, connections = 10 }: QueueOptions): Promise<GraphileQueue> {
  const pool = new pg.Pool({ connectionString: jobsUrl, max: connections })
  // A connection that breaks while nobody uses it is replaced at the next use.
  const broke = () => say('warning', 'a connection of the queue broke')
  pool.on('error', broke)
  pool.on('connect', (client) => client.on('error', broke))
  try {
    await prepareSchema(pool)
    const utils = await makeWorkerUtils({ pgPool: pool, logger: queueLogger(say) })
    return {
      utils,
      pool,
      async add(nudge, { at, keepTime = false, ifNone = false } = {}) {
        await utils.addJob(task, nudge, {
          queueName: laneOf(nudge),
          jobKey: nudgeKey(nudge),
          jobKeyMode: ifNone ? 'unsafe_dedupe' : at && !keepTime ? 'replace' : 'preserve_run_at',
          ...(at ? { runAt: at } : {}),
        })
      },
      async close() {
        await utils.release()
        await pool.end()
      },
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}

/**
 * Where the schema is there, its login may not be allowed to make one, and graphile-worker would try: with this table it does not.
 */
async function prepareSchema(pool: pg.Pool): Promise<void> {
  const { rowCount } = await pool.query(`select 1 from pg_namespace where nspname = 'graphile_worker'`)
  if (rowCount)
    await pool.query(`create table if not exists graphile_worker.migrations
      (id int primary key, ts timestamptz default now() not null, breaking boolean not null default false)`)
}
