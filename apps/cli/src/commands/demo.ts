import { parseArgs } from 'node:util'
import type { Command } from '../command.ts'
import { parts, serve } from '../serve.ts'

export const demo: Command = {
  usage: '[--small]',
  summary: 'serve with the demo agency, made first if need be',
  details: [
    'An invented agency with three clients, eighteen months of gifts, and new ones trickling in. On the clone’s own database',
    'the first "throughline start" makes it; this makes it on the server of DATABASE_URL too. Later starts go on with it.',
    '',
    '  --small    1,800 gifts instead of 142,000',
  ].join('\n'),
  async run(args, context) {
    const { values } = parseArgs({ args, options: { small: { type: 'boolean', default: false } } })
    const env = values.small ? { ...context.env, THROUGHLINE_DEMO: 'small' } : context.env
    return serve({ parts: [...parts], fresh: false, demo: true }, { ...context, env })
  },
}
