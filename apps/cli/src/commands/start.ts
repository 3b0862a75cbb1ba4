import { parseArgs } from 'node:util'
import { StartFailure } from '@throughline/db/embedded'
import type { Command } from '../command.ts'
import { isPart, parts, serve } from '../serve.ts'

export const start: Command = {
  usage: '[api|web|worker] [--fresh]',
  summary: 'serve everything on one port, or one part of it',
  details: [
    '  --fresh    throw the clone’s own database away and begin again (keys and backups stay)',
    '',
    'PORT (3000), HOST (127.0.0.1), DATABASE_URL (else the clone’s own server), PUBLIC_URL (what browsers type),',
    'TRUST_PROXY=1 (behind a proxy that sets X-Forwarded-*), API_URL (where "start web" finds "start api").',
    '',
    'Apart: "start web" needs no database, only API_URL, and hands on to it what is the API’s, so that browsers and providers',
    'know one address: give it to all as PUBLIC_URL, and to "start api" TRUST_PROXY=1. The API and the worker need the same',
    'DATABASE_URL and the same master key, and a PORT each.',
  ].join('\n'),
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args,
      options: { fresh: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [part, ...more] = positionals
    if (more.length > 0 || (part !== undefined && !isPart(part)))
      throw new StartFailure(`"${positionals.join(' ')}" is not a part: ${parts.join(', ')}, or nothing for all.`)
    return serve({ parts: part === undefined ? [...parts] : [part], fresh: values.fresh }, context)
  },
}
