import type { WorkerUtils } from 'graphile-worker'
import type pg from 'pg'

/**
 * Says which workers are alive: each holds an advisory lock, named for its pool, on a connection of its own. When its process
 * is killed the server lets go of the lock at once, and whoever sweeps next frees what the dead one had in hand. Without this
 * graphile-worker would wait four hours.
 */
export interface Alive {
  /**
   * Whether the lock is ours now, asked of the server over the connection that holds it. One that broke is replaced and the lock
   * taken again, as soon as the server has let go of the old one: the same lock is never held twice.
   */
  holds(): Promise<boolean>
  /**
   * Frees jobs of pools that nobody holds a lock for, now and a sweep ago: one whose connection broke a moment ago takes its lock
   * again meanwhile. Tidies what they leave.
   */
  sweep(): Promise<Swept>
  release(): Promise<void>
}

export interface Swept {
  /** Pools that were dead, and whose jobs are free. */
  freed: number
  /** Pools that look dead: to be looked at again soon. */
  suspected: number
}

const lockSpace = 7271
/** The server is given so long to say that it is there. */
const answerMs = 5_000

/** Takes the pool's lock and keeps it. @throws where it cannot be had at the start: another pool has that name */
export async function stayAlive(pool: pg.Pool, utils: WorkerUtils, poolId: string): Promise<Alive> {
  let holder: pg.PoolClient | undefined
  let taking: Promise<boolean> | undefined
  let released = false
  let suspects = new Set<string>()

  const letGo = (client: pg.PoolClient) => {
    if (holder === client) holder = undefined
    // Destroyed, not given back: the server then lets go of whatever it held.
    client.release(true)
  }
  const take = async (): Promise<boolean> => {
    const client = await pool.connect()
    const ended = () => {
      if (holder !== client) return
      letGo(client)
      if (!released) void retake()
    }
    client.once('error', ended)
    client.once('end', ended)
    const got = await asked(client, 'select pg_try_advisory_lock($1, hashtext($2)) as yes').catch(() => false)
    if (!got || released) {
      letGo(client)
      return false
    }
    holder = client
    return true
  }
  const asked = async (client: pg.PoolClient, text: string): Promise<boolean> => {
    const { rows } = await client.query<{ yes: boolean }>({
      text,
      values: [lockSpace, poolId],
      query_timeout: answerMs,
    } as pg.QueryConfig)
    return rows[0]?.yes === true
  }
  /** One attempt at a time, whoever asks. */
  const retake = (): Promise<boolean> => {
    taking ??= take()
      .catch(() => false)
      .finally(() => (taking = undefined))
    return taking
  }

  if (!(await take())) throw new Error('the lock that says that this worker is alive could not be taken')

  return {
    async holds() {
      const client = holder
      if (!client) return retake()
      const there = await asked(client, 'select true as yes, $1::int, $2::text').catch(() => false)
      if (there && holder === client) return true
      if (holder === client) letGo(client)
      return retake()
    },
    async sweep() {
      const dead = await utils.withPgClient((client) => deadPools(client, poolId))
      const freed = dead.filter((each) => suspects.has(each))
      suspects = new Set(dead.filter((each) => !freed.includes(each)))
      if (freed.length > 0) await utils.forceUnlockWorkers(freed)
      await tidy(utils)
      return { freed: freed.length, suspected: suspects.size }
    },
    async release() {
      released = true
      await taking
      const client = holder
      if (!client) return
      await client.query('select pg_advisory_unlock($1, hashtext($2))', [lockSpace, poolId]).catch(() => {})
      letGo(client)
    },
  }
}

/** Pools with jobs in hand whose lock is free. Younger locks may belong to a pool that is just now being born. */
async function deadPools(client: pg.PoolClient, poolId: string): Promise<string[]> {
  const { rows } = await client.query<{ pool: string }>(
    `select distinct locked_by as pool from graphile_worker.jobs
     where locked_by is not null and locked_by <> $1 and locked_at < now() - interval '3 seconds'`,
    [poolId],
  )
  const gone: string[] = []
  for (const { pool } of rows) {
    const { rows: got } = await client.query<{ free: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as free',
      [lockSpace, pool],
    )
    if (!got[0]?.free) continue
    gone.push(pool)
    await client.query('select pg_advisory_unlock($1, hashtext($2))', [lockSpace, pool])
  }
  return gone
}

/**
 * A nudge added while one of its key is running takes the key over, and graphile-worker sets the running one to its last attempt,
 * to be deleted when it ends: killed before that, it would lie there for ever. One that still has its key and was killed at every
 * attempt would keep its key from being nudged again: it rests, and is tried anew.
 */
async function tidy(utils: WorkerUtils): Promise<void> {
  await utils.withPgClient(async (client) => {
    await client.query(
      `delete from graphile_worker._private_jobs where key is null and locked_at is null and attempts >= max_attempts`,
    )
    await client.query(
      `update graphile_worker._private_jobs set attempts = 0, run_at = now() + interval '15 minutes', updated_at = now()
       where key is not null and locked_at is null and attempts >= max_attempts`,
    )
  })
}
