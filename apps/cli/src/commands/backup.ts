import path from 'node:path'
import { parseArgs } from 'node:util'
import { rememberBackupFolder, StartFailure, takeBackup } from '@throughline/db/embedded'
import type { Command } from '../command.ts'
import { openInstallation } from '../installation.ts'
import { masterKeyPath } from '../master-key-file.ts'

export const backup: Command = {
  usage: '[--to <folder>] [--keep <n>]',
  summary: 'copy the database, and keep its log from now on',
  details: [
    '  --to <folder>   where this and later backups lie (default: beside the data)',
    '  --keep <n>      how many copies stay, the newest (default 7)',
    '',
    'From the first backup on, "throughline restore --at" gives back any moment since it; the log is archived at least',
    'once a minute. The master key is not in a backup: keep a copy of it elsewhere, for without it nothing sealed opens.',
    'For the clone’s own database only: for a server given by DATABASE_URL its operator’s own backups apply.',
  ].join('\n'),
  async run(args, { env, say, bar }) {
    const { values } = parseArgs({ args, options: { to: { type: 'string' }, keep: { type: 'string', default: '7' } } })
    if (env['DATABASE_URL'])
      throw new StartFailure(
        'The database of DATABASE_URL is backed up by whoever runs that server; this command is for the clone’s own.',
      )
    const keep = Number(values.keep)
    if (!Number.isInteger(keep) || keep < 1) throw new StartFailure(`--keep is "${values.keep}"; it must be 1 or more.`)
    const installation = await openInstallation({ env, doing: 'throughline backup', join: true })
    try {
      if (values.to) await rememberBackupFolder(installation.stateDir, path.resolve(values.to))
      const made = await takeBackup({
        url: installation.adminUrl ?? '',
        stateDir: installation.stateDir,
        keep,
        onProgress: ({ stage, fraction }) => {
          bar.show(stage, fraction)
        },
      })
      bar.clear()
      say(`Backed up ${(made.bytes / 1024 / 1024).toFixed(0)} MB to ${made.dir}`)
      say(
        `Any moment from ${made.endedAt} on can be restored. Keep a copy of ${masterKeyPath(installation.stateDir)} elsewhere.`,
      )
    } finally {
      await installation.close()
    }
  },
}
