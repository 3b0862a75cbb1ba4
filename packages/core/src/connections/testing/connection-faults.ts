import { randomUUID } from 'node:crypto'
import type { AlertFaults, FaultPlace } from '../../notify/testing/index.ts'

const connectionId = randomUUID()

/** A connection that is there and well, whatever was done to it before. */
async function connection({ sql, tenantId, now }: FaultPlace): Promise<void> {
  await sql`insert into connection (tenant_id, connection_id, connector, name, state, config, every_minutes, created_at)
    values (${tenantId}, ${connectionId}, 'actblue', 'Faulty', 'active', '{}', 15, ${now()}) on conflict do nothing`
}

/** A run of a stream that found so many new rows. */
const run = ({ sql, tenantId }: FaultPlace, at: Date, fresh: number) =>
  sql`insert into sync_run (tenant_id, run_id, connection_id, stream, trigger, state, started_at, finished_at, read, fresh)
    values (${tenantId}, ${randomUUID()}, ${connectionId}, 'donations', 'schedule', 'done', ${at}, ${at}, ${fresh}, ${fresh})`

export const connectionFaults: AlertFaults = {
  'connection-fails': {
    async inject(place) {
      const { sql, tenantId } = place
      await connection(place)
      await sql`insert into stream_state (tenant_id, connection_id, stream, lane, state, say)
        values (${tenantId}, ${connectionId}, 'donations', 'sync', 'stopped', 'The key was refused.')
        on conflict (tenant_id, connection_id, stream, lane) do update set state = excluded.state, say = excluded.say`
    },
    mend: async ({ sql, tenantId }) => {
      await sql`update stream_state set state = 'ok', say = null where tenant_id = ${tenantId}`
    },
  },
  'connection-waits': {
    async inject(place) {
      await connection(place)
      await place.sql`update connection set state = 'needs_customer', say = 'Sign in again.' where connection_id = ${connectionId}`
    },
    mend: async ({ sql }) => {
      await sql`update connection set state = 'active', say = null where connection_id = ${connectionId}`
    },
  },
  'stream-silent': {
    async inject(place) {
      await connection(place)
      for (let day = 31; day >= 0; day -= 1)
        await run(place, new Date(place.now().getTime() - day * 86_400_000 - 3_600_000), day > 2 ? 5 : 0)
    },
    mend: async (place) => {
      await run(place, place.now(), 3)
    },
  },
}
