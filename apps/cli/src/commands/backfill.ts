import { parseArgs } from 'node:util'
import { StartFailure } from '@throughline/db/embedded'
import type { Command } from '../command.ts'
import { chosenConnections } from '../chosen-connections.ts'
import { withCore } from '../with-core.ts'

export const backfill: Command = {
  usage: '<client> --from <day> [--connection <name>]',
  summary: 'read a client’s history again from a day on',
  details: [
    '  --from <day>           as 2025-06-01',
    '  --connection <name>    one of the client’s connections instead of all',
    '',
    'Asks for it and returns: a running start reads it, in slices, and the connection’s page shows how far it is.',
  ].join('\n'),
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args,
      options: { from: { type: 'string' }, connection: { type: 'string' } },
      allowPositionals: true,
    })
    const [slug] = positionals
    const { from, connection } = values
    if (slug === undefined || from === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(from))
      throw new StartFailure('Name the client and the day: throughline backfill <client> --from 2025-06-01')
    await withCore(context, 'throughline backfill', async (core) => {
      for (const { tenant, connectionId, name } of await chosenConnections(core, 'backfill', slug, connection)) {
        await core.services.connections.backfill(tenant.actor, tenant.tenantId, { connectionId, from })
        context.say(`${tenant.slug}: ${name} is to be read again from ${from} on.`)
      }
    })
  },
}
