import path from 'node:path'
import { parseArgs } from 'node:util'
import { checkConnector, newConnector } from '@throughline/connector-kit/scaffold'
import { checkOutside, OutsidePackage } from '@throughline/connector-kit/outside'
import { StartFailure } from '@throughline/db/embedded'
import type { Command, Context } from '../command.ts'
import { chosenConnections } from '../chosen-connections.ts'
import { root } from '../home.ts'
import { withCore } from '../with-core.ts'

export const connector: Command = {
  usage: 'new|check <id> · sync <client>',
  summary: 'begin a connector, look whether it is right, or read a client’s connections now',
  details: [
    '  new <id>                               writes packages/connectors/<id>, which passes the conformance suite as it stands',
    '  check <id>                             its files, style, types, tests and the conformance suite',
    '  check <folder> --host <name> …         a package from outside: its files, loading, and the conformance suite where it will run',
    '  sync <client> [--connection <name>]    asks a running start to read now what is new',
  ].join('\n'),
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args,
      options: { connection: { type: 'string' }, host: { type: 'string', multiple: true } },
      allowPositionals: true,
    })
    const [what, which] = positionals
    if (which === undefined)
      throw new StartFailure('Say which: throughline connector new|check <id>, or sync <client>.')
    if (what === 'new') return begin(which, context)
    if (what === 'check') return check(which, values.host, context)
    if (what === 'sync') return sync(which, values.connection, context)
    throw new StartFailure(`"${what ?? ''}" is nothing to do with a connector: new, check or sync.`)
  },
}

const stage = ({ bar }: Context) => {
  let step = 0
  return (line: string) => {
    step += 1
    bar.show(line, Math.min(0.9, step / 5))
  }
}

const begin = async (id: string, context: Context): Promise<number> => {
  const files = await newConnector(root, id, stage(context)).catch((error: Error) => {
    throw new StartFailure(error.message, { cause: error })
  })
  context.bar.clear()
  context.say(files.join('\n'))
  context.say(`\nNext: throughline connector check ${id}, then docs/adding-a-connector.md.`)
  return 0
}

const check = async (which: string, hosts: string[] | undefined, context: Context): Promise<number> => {
  const steps = /[/\\]|^\.+$/.test(which)
    ? await checkOutside(root, outsideOf(which, hosts), stage(context))
    : await checkConnector(root, which, stage(context))
  context.bar.clear()
  for (const { name, ok, output } of steps) context.say(ok ? `ok   ${name}` : `BAD  ${name}\n${output}`)
  return steps.every(({ ok }) => ok) ? 0 : 1
}

const outsideOf = (folder: string, hosts: string[] = []): OutsidePackage => {
  const named = OutsidePackage.safeParse({ folder: path.resolve(folder), hosts })
  if (named.success) return named.data
  throw new StartFailure(
    'Name the hosts that it may speak to: throughline connector check <folder> --host api.acme.example.',
  )
}

const sync = (slug: string, name: string | undefined, context: Context): Promise<number> =>
  withCore(context, 'throughline connector sync', async (core) => {
    for (const { tenant, connectionId, name: of } of await chosenConnections(core, 'connector sync', slug, name)) {
      await core.services.connections.syncNow(tenant.actor, tenant.tenantId, connectionId)
      context.say(`${tenant.slug}: ${of} is to be read now.`)
    }
    return 0
  })
