import { randomUUID } from 'node:crypto'
import type { AlertFaults } from '../../notify/testing/index.ts'

export const workFaults: AlertFaults = {
  'work-fails': {
    inject: async ({ sql, tenantId, now }) => {
      await sql`insert into dead_letter (tenant_id, id, kind, error, attempts, died_at, state)
        values (${tenantId}, ${randomUUID()}, 'reconcile', 'Error', 10, ${now()}, 'dead')`
    },
    mend: async ({ sql, now }) => {
      await sql`update dead_letter set state = 'dismissed', settled_at = ${now()}`
    },
  },
}
