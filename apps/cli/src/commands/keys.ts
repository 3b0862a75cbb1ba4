import { parseArgs } from 'node:util'
import { rewrapTenantKeys } from '@throughline/core/secrets'
import { listTenants } from '@throughline/core/tenants'
import { StartFailure } from '@throughline/db/embedded'
import type { Command } from '../command.ts'
import { addMasterKey, masterKeyPath, readMasterKey } from '../master-key-file.ts'
import { withCore } from '../with-core.ts'

export const keys: Command = {
  usage: 'rotate',
  summary: 'wrap every client’s keys with a new master key',
  details: [
    'Stop Throughline first, on every machine that uses the same database. Nothing that is sealed changes but its wrapping.',
    'The earlier key stays in the file behind the new one, for authenticators’ secrets and mail that still waits; a rotation',
    'that was cut short is finished by another.',
  ].join('\n'),
  async run(args, context) {
    const { positionals } = parseArgs({ args, options: {}, allowPositionals: true })
    if (positionals.join(' ') !== 'rotate')
      throw new StartFailure('Say what to do with the keys: "throughline keys rotate".')
    const { env, say } = context
    if (env['THROUGHLINE_MASTER_KEY'])
      throw new StartFailure(
        'The master key comes from THROUGHLINE_MASTER_KEY: put a new one (32 bytes in base64) in front of it there, a comma between, and restart.',
      )
    return withCore(
      context,
      'throughline keys rotate',
      async (core, { stateDir }) => {
        await addMasterKey(stateDir)
        // Opens with the earlier keys, seals with the new one.
        const both = await readMasterKey(stateDir, env)
        let rewrapped = 0
        for (const { tenantId, actor } of await listTenants(core.door, 'keys rotate'))
          rewrapped += await core.door.withTenant(actor, tenantId, (inside) => rewrapTenantKeys(inside, both, both))
        say(`${rewrapped} keys are wrapped with the new master key, the first line of ${masterKeyPath(stateDir)}.`)
        say('Keep a copy of that file elsewhere; backups made before need its later lines.')
      },
      { join: false },
    )
  },
}
