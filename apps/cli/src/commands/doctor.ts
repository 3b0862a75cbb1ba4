import { statfs } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { sql } from '@throughline/db'
import type { Command } from '../command.ts'
import { checkRowCounts } from '@throughline/core/ledger'
import { listTenants } from '@throughline/core/tenants'
import { masterKeyPath } from '../master-key-file.ts'
import { withCore } from '../with-core.ts'

export const doctor: Command = {
  usage: '',
  summary: 'look whether everything is as it should be, audit chains included',
  details: 'Ends with code 1 if something is not. Changes nothing.',
  async run(args, context) {
    parseArgs({ args, options: {} })
    const { say, env } = context
    let ill = 0
    const tell = (fine: boolean, line: string) => {
      say(`${fine ? 'ok  ' : 'BAD '} ${line}`)
      if (!fine) ill += 1
    }
    return withCore(context, 'throughline doctor', async (core, { stateDir }) => {
      tell(true, `Node ${process.versions.node}`)
      const [server] = await core.database.call<{ version: string; login: string }>(
        sql`select current_setting('server_version') as version, current_user::text as login`,
      )
      tell(true, `PostgreSQL ${server?.version ?? '?'}, serving as ${server?.login ?? '?'}, which row security binds`)
      const { bavail, bsize } = await statfs(stateDir)
      const freeMb = Math.floor((bavail * bsize) / 1024 / 1024)
      tell(freeMb > 1024, `${freeMb} MB free at ${stateDir}`)
      for (const line of core.leftOut) tell(false, line)
      for (const { tenantId, slug, actor } of await listTenants(core.door, 'doctor')) {
        const opens = await core.door
          .withTenant(actor, tenantId, (inside) => core.secrets.forTenant(inside, context.now()))
          .then(
            () => true,
            () => false,
          )
        const key = env['THROUGHLINE_MASTER_KEY'] ? 'THROUGHLINE_MASTER_KEY' : masterKeyPath(stateDir)
        const off = await core.door.withTenant(actor, tenantId, checkRowCounts)
        tell(
          off.length === 0,
          `${slug}: ${off.length === 0 ? 'its rows are counted right' : `${off.length} counts of rows are off; throughline rebuild puts them right`}`,
        )
        tell(opens, opens ? `${slug}: its keys open` : `${slug}: its keys do not open with ${key}`)
      }
      for (const { of, id, ...check } of await core.services.audit.verifyAll())
        tell(
          check.ok,
          `audit chain of ${of} ${id}: ${check.ok ? `${check.rows} links hold` : `broken at link ${check.brokenAt ?? '?'}`}`,
        )
      return ill === 0 ? 0 : 1
    })
  },
}
