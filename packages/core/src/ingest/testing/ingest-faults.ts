import { randomUUID } from 'node:crypto'
import type { AlertFaults, FaultPlace } from '../../notify/testing/index.ts'

const connectionId = randomUUID()

const connection = ({ sql, tenantId, now }: FaultPlace) =>
  sql`insert into connection (tenant_id, connection_id, connector, name, state, config, every_minutes, created_at)
    values (${tenantId}, ${connectionId}, 'actblue', 'Misshapen', 'active', '{}', 15, ${now()}) on conflict do nothing`

export const ingestFaults: AlertFaults = {
  'quarantine-grows': {
    async inject(place) {
      const { sql, tenantId, now } = place
      await connection(place)
      for (let n = 0; n < 12; n += 1)
        await sql`insert into quarantine (tenant_id, id, connection_id, stream, origin, received_at, issues, body_hash, body, state)
          values (${tenantId}, ${randomUUID()}, ${connectionId}, 'donations', 'read', ${now()}, '[]', ${`row ${n}`}, '\\x00', 'open')`
    },
    mend: async ({ sql, now }) => {
      await sql`update quarantine set state = 'replayed', settled_at = ${now()} where connection_id = ${connectionId}`
    },
  },
  'deliveries-wait': {
    async inject(place) {
      await connection(place)
      await place.sql`insert into inbox (tenant_id, id, connection_id, kind, received_at, body_hash, body)
        values (${place.tenantId}, ${randomUUID()}, ${connectionId}, 'contribution', ${new Date(place.now().getTime() - 20 * 60_000)}, 'one', '\\x00')`
    },
    mend: async ({ sql, now }) => {
      await sql`update inbox set processed_at = ${now()} where connection_id = ${connectionId}`
    },
  },
}
