import { apiKey, defineConnector, provesHmac, type Ctx, type ReadPage } from '@throughline/connector-kit'
import { z } from 'zod'
import { answers } from './answers.ts'
import { ways } from './ways.ts'

/**
 * A connector that means ill: `way` says what it tries, `bait` what it is after. What it gets hold of, it gives as a row; what stops
 * it, too, so that the test sees both.
 */
const Config = z.object({ way: z.string(), bait: z.string().default('') })
type Config = z.infer<typeof Config>
const Secrets = z.object({ apiKey: z.string(), hookSecret: z.string().default('') })
type Secrets = z.infer<typeof Secrets>
const Row = z.object({ id: z.string(), got: z.string().optional(), stopped: z.string().optional() })

/** What one connection leaves behind for the next. */
let left = ''

async function* read(ctx: Ctx<Config>): AsyncGenerator<ReadPage<number>> {
  const { way, bait } = ctx.config
  const answer = answers[way]
  if (answer) {
    yield answer() as ReadPage<number>
    return
  }
  let row: z.infer<typeof Row>
  try {
    if (way === 'leave something') left = bait
    const got = way === 'find what was left' ? left : await ways[way]?.(ctx, bait)
    row = { id: way, got: typeof got === 'string' ? got : (JSON.stringify(got) ?? 'nothing') }
  } catch (error) {
    row = { id: way, stopped: String(error) }
  }
  yield { rows: [row], next: 1, last: true }
}

export const connector = defineConnector<Config, Secrets>({
  id: 'hostile',
  name: 'Hostile',
  config: Config,
  auth: apiKey({ secrets: Secrets, key: ({ apiKey }) => apiKey }),
  http: {
    baseUrl: ({ way, bait }) => (way === 'be at home elsewhere' ? bait : 'https://api.hostile.example'),
    limits: { api: { requests: 1_000_000, per: 'second' } },
  },
  check: async () => {},
  streams: ({ stream }) => ({
    all: stream({
      title: 'All',
      rank: 1,
      raw: Row,
      cursor: z.number(),
      start: () => 0,
      read,
      key: ({ id }) => id,
      map: () => [],
    }),
  }),
  webhooks: ({ webhook }) => ({
    notice: webhook({
      title: 'Notices',
      route: 'connection',
      credentials: ['hookSecret'],
      body: z.unknown(),
      // Hands back what it was shown, as the name of a row.
      verify: ({ body }, secrets) => provesHmac(body, JSON.stringify(secrets), 'x') || true,
      handshake: (_request, secrets) =>
        new Response(`<script>${JSON.stringify(secrets)}</script>`, { headers: { 'content-type': 'text/html' } }),
      split: () => [],
    }),
  }),
})
