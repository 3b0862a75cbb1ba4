import type { WorkerUtils } from 'graphile-worker'

/**
 * Says which workers are alive: each holds an advisory lock, named for its pool, on a connection of its own. When its process
 * is killed the server lets go of the lock at once, and whoever sweeps next frees what the dead one had in hand. Without this
 * graphile-worker would wait four hours.
 */
export interface Alive {
  /** Frees jobs of pools that nobody holds a lock for, and tidies what they leave. @returns how many pools were dead */
  sweep(): Promise<number>
  release(): Promise<void>
}

const lockSpace = 7271

export async function stayAlive(utils: WorkerUtils, poolId: string): Promise<Alive> {
  let letGo = () => {}
  const until = new Promise<void>((resolve) => (letGo = resolve))
  let held = () => {}
  let failed: (error: unknown) => void = () => {}
  const holding = new Promise<void>((resolve, reject) => ((held = resolve), (failed = reject)))
  const session = utils
    .withPgClient(async (client) => {
      await client.query('select pg_advisory_lock($1, hashtext($2))', [lockSpace, poolId])
      held()
      await until
      await client.query('select pg_advisory_unlock($1, hashtext($2))', [lockSpace, poolId])
    })
    .catch(failed)
  await holding

  return {
    async sweep() {
      const dead = await utils.withPgClient(async (client) => {
        const { rows } = await client.query<{ pool: string }>(
          // Younger locks may belong to a pool that is just now being born.
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
      })
      if (dead.length > 0) await utils.forceUnlockWorkers(dead)
      await tidy(utils)
      return dead.length
    },
    async release() {
      letGo()
      await session
    },
  }
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
