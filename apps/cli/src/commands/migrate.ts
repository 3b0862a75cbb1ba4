import { parseArgs } from 'node:util'
import { bringUpToDate } from '../up-to-date.ts'
import type { Command } from '../command.ts'
import { openInstallation } from '../installation.ts'

export const migrate: Command = {
  usage: '',
  summary: 'bring the database to this version’s structure',
  details: 'Done by every start as well. Structure only: changing rows is a job. Uses DATABASE_URL where it is set.',
  async run(args, { env, say, bar }) {
    parseArgs({ args, options: {} })
    const installation = await openInstallation({
      env,
      doing: 'throughline migrate',
      join: true,
      onProgress: ({ stage, fraction }) => {
        bar.show(stage, fraction)
      },
    })
    bar.clear()
    try {
      await bringUpToDate(installation.logins.owner)
      say('The database is up to date.')
    } finally {
      await installation.close()
    }
  },
}
