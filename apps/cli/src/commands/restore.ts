import { parseArgs } from 'node:util'
import { restore as restoreDatabase, StartFailure } from '@throughline/db/embedded'
import type { Command } from '../command.ts'
import { stateDirOf } from '../home.ts'
import { moment } from '../moment.ts'

export const restore: Command = {
  usage: '[--at <moment>]',
  summary: 'put the database back to how it was at a moment',
  details: [
    '  --at <moment>   as 2026-11-20T15:00:00Z; without it, as late as the log goes',
    '',
    'Stop Throughline first. The data in use until then are set aside, not thrown away.',
  ].join('\n'),
  async run(args, { env, say, bar, now }) {
    const { values } = parseArgs({ args, options: { at: { type: 'string' } } })
    if (env['DATABASE_URL'])
      throw new StartFailure('The database of DATABASE_URL is restored by whoever runs that server.')
    const at = values.at === undefined ? undefined : moment(values.at)
    if (at && at > now()) throw new StartFailure(`${values.at ?? ''} has not come yet.`)
    const { from, lastCommitAt, setAside } = await restoreDatabase({
      stateDir: stateDirOf(env),
      at,
      now,
      onProgress: ({ stage, fraction }) => {
        bar.show(stage, fraction)
      },
    })
    bar.clear()
    say(
      `Restored from the backup of ${from.endedAt}${lastCommitAt ? `; the last change in it is of ${lastCommitAt}` : ''}.`,
    )
    if (setAside) say(`The data in use until now are in ${setAside}: remove them when you no longer need them.`)
  },
}
