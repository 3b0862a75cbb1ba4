import path from 'node:path'
import { parseArgs } from 'node:util'
import { NotFound } from '@throughline/core/errors'
import { openExport } from '@throughline/core/export'
import { StartFailure } from '@throughline/db/embedded'
import type { Command } from '../command.ts'
import { writeExport } from '../export/write-export.ts'
import { moment } from '../moment.ts'
import { chosenTenants, withCore } from '../with-core.ts'

export const exportCommand: Command = {
  usage: '<client> [--to <folder>] [--format ndjson|csv] [--batch <n>|--at <moment>] [--reveal]',
  summary: 'write one client’s own data to a folder, with a manifest',
  details: [
    '  --to <folder>       a folder that does not exist yet (default: <client>-batch-<n> here)',
    '  --format <name>     ndjson (one JSON object a line, exact; the default) or csv',
    '  --batch <n>         as known at that batch; --at <moment>, as 2026-11-20T15:00:00Z, at that moment; without either, now',
    '  --reveal            names, addresses and telephone numbers in full instead of masks',
    '',
    'Facts, movements, batches, stays of deals in their stages, contacts, connections without credentials, rates and the audit log, each in a file of its own;',
    'manifest.json has their counts, sizes and SHA-256, and the batch as of which they are. That it was done, and whether people',
    'were revealed, is written to the client’s audit log first.',
  ].join('\n'),
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args,
      options: {
        to: { type: 'string' },
        format: { type: 'string', default: 'ndjson' },
        batch: { type: 'string' },
        at: { type: 'string' },
        reveal: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    })
    const [slug, ...more] = positionals
    const { format } = values
    if (slug === undefined || more.length > 0)
      throw new StartFailure('Name one client: throughline export <client> --to <folder>')
    if (format !== 'ndjson' && format !== 'csv')
      throw new StartFailure(`--format is "${format}"; it must be ndjson or csv.`)
    if (values.batch !== undefined && (values.at !== undefined || !/^\d{1,15}$/.test(values.batch)))
      throw new StartFailure('--batch takes a number, and only one of --batch and --at may be given.')
    const at = values.at === undefined ? undefined : moment(values.at).toISOString()
    const { now, say, bar } = context
    await withCore(context, 'throughline export', async (core) => {
      const [tenant] = await chosenTenants(core, 'export', slug)
      if (!tenant) return
      const it = await openExport({ ...core, now }, tenant.actor, tenant.tenantId, {
        batch: values.batch === undefined ? undefined : Number(values.batch),
        at,
        reveal: values.reveal,
      }).catch((error: unknown) => {
        throw error instanceof NotFound ? new StartFailure(error.message, { cause: error }) : error
      })
      const folder = path.resolve(values.to ?? `${slug}-batch-${it.batch}`)
      const { files } = await writeExport(it, {
        folder,
        format,
        madeAt: now(),
        onSet: (name, fraction) => {
          bar.show(`Writing ${name}`, fraction)
        },
      })
      bar.clear()
      for (const { file, rows } of files) say(`  ${file.padEnd(20)} ${rows} rows`)
      say(`${slug} as of batch ${it.batch} is in ${folder}${values.reveal ? ', people in full' : ''}.`)
    })
  },
}
