import { createHmac } from 'node:crypto'
import type { CanonicalRecord } from '@throughline/canonical'
import {
  AskCustomer,
  defineConnector,
  oauth2,
  provesHmac,
  RetryLater,
  type RawRequest,
} from '@throughline/connector-kit'
import { z } from 'zod'

/** A made-up provider with one app for all customers: people sign in, tokens rotate, webhooks name records of several accounts. */
const Config = z.object({ label: z.string().default('') })
const Secrets = z.object({ access: z.string().min(1), refresh: z.string().min(1) })
const App = z.object({ clientId: z.string(), clientSecret: z.string() })
type App = z.infer<typeof App>
const Row = z.object({
  account: z.string(),
  id: z.string(),
  cents: z.number().int(),
  at: z.string(),
  deleted: z.literal(true).optional(),
})
type Row = z.infer<typeof Row>
const Cursor = z.object({ page: z.number() })
const Count = z.object({ count: z.number().int() })
const Answer = z.object({ rows: z.array(z.unknown()) })
const Tokens = z.object({ access: z.string(), refresh: z.string() })

const mapRow = ({ account, id, cents, at, deleted }: Row): CanonicalRecord[] => [
  deleted
    ? { kind: 'withdrawal', of: 'conversion', key: `${account}/${id}`, happenedAt: at }
    : {
        kind: 'conversion',
        key: `${account}/${id}`,
        type: 'donation',
        happenedAt: at,
        amount: { minor: cents, currency: 'USD' },
        status: 'approved',
        person: { anonymousKey: id },
      },
]

async function tokens(
  fetch: (request: Request) => Promise<Response>,
  app: App,
  body: object,
): Promise<typeof Tokens._output> {
  const request = new Request('https://ledgerly.example/token', {
    method: 'POST',
    body: JSON.stringify({ ...app, ...body }),
  })
  const answer = await fetch(request)
  if (!answer.ok) throw new AskCustomer('no token', { say: 'Please sign in at Ledgerly again.' })
  return Tokens.parse(await answer.json())
}

export const ledgerly = defineConnector<z.infer<typeof Config>, z.infer<typeof Secrets>, App>({
  id: 'ledgerly',
  name: 'Ledgerly',
  config: Config,
  app: App,
  auth: oauth2({
    secrets: Secrets,
    accessToken: ({ access }) => access,
    refresh: ({ secrets, app, fetch }) => tokens(fetch, app, { refresh: secrets.refresh }),
  }),
  oauth: {
    authorizeUrl: ({ app, state, challenge, redirectUri }) => {
      const query = new URLSearchParams({ client_id: app.clientId, state, challenge, redirect_uri: redirectUri })
      return new URL(`https://ledgerly.example/authorize?${query.toString()}`)
    },
    exchange: ({ app, code, verifier, fetch }) => tokens(fetch, app, { code, verifier }),
  },
  http: { baseUrl: () => 'https://ledgerly.example', limits: { all: { requests: 1_000, per: 'second' } } },
  check: async ({ http }) =>
    (await http.get('/accounts', { bucket: 'all' })).json(z.array(z.object({ id: z.string(), name: z.string() }))),
  streams: ({ stream }) => ({
    gifts: stream({
      title: 'Gifts',
      rank: 10,
      raw: Row,
      key: ({ account, id }) => `${account}/${id}`,
      map: mapRow,
      tally: ({ deleted }) => (deleted ? { gone: true } : {}),
      cursor: Cursor,
      start: () => ({ page: 0 }),
      async *read({ http }) {
        const { rows } = (await http.get('/gifts', { bucket: 'all' })).json(Answer)
        yield { rows, next: { page: 1 }, last: true as const }
      },
      totals: async ({ http }) => [{ count: (await http.get('/count', { bucket: 'all' })).json(Count).count }],
      fetchAtOnce: 2,
      fetch: async ({ http }, keys) => {
        if (keys.length > 2) throw new RetryLater('too many at once', { at: new Date(0) })
        return (await http.post('/named', { bucket: 'all', json: { keys } })).json(Answer).rows
      },
    }),
  }),
  webhooks: ({ appWebhook }) => ({
    events: appWebhook({
      title: 'Changes',
      route: 'app',
      body: z.array(z.looseObject({ account: z.string(), id: z.string() })),
      verify: ({ body, headers }, { clientSecret }) => provesHmac(body, headers.get('x-signature'), clientSecret),
      split: (body) =>
        (body as { account: string; id: string }[]).map(({ account, id }) => ({
          account,
          stream: 'gifts',
          key: `${account}/${id}`,
        })),
    }),
  }),
})

/** The provider itself: who may read which accounts, and how often a token was renewed. */
export function createLedgerly() {
  const app: App = { clientId: 'client', clientSecret: 'app-secret-of-ledgerly' }
  const rows: (Row & Record<string, unknown>)[] = []
  const grants = new Map<string, { accounts: string[]; refresh: string }>()
  const codes = new Map<string, string[]>()
  const lost = new Set<string>()
  const purged: Row[] = []
  let made = 0
  let renewals = 0
  const issue = (accounts: string[]) => {
    made += 1
    const pair = { access: `access-${made}`, refresh: `refresh-${made}` }
    grants.set(pair.access, { accounts, refresh: pair.refresh })
    return Response.json(pair)
  }
  async function token(request: Request): Promise<Response> {
    const body = z.object({ code: z.string().optional(), refresh: z.string().optional() }).parse(await request.json())
    const byCode = body.code === undefined ? undefined : codes.get(body.code)
    if (body.code !== undefined) codes.delete(body.code)
    if (byCode) return issue(byCode)
    const old = [...grants].find(([, { refresh }]) => refresh === body.refresh)
    if (!old) return new Response('{}', { status: 400 })
    grants.delete(old[0])
    renewals += 1
    return issue(old[1].accounts)
  }
  return {
    app,
    rows,
    renewals: () => renewals,
    /** The code that comes back from a person who may read these accounts. */
    code: (accounts: string[]) => {
      codes.set(`code-${codes.size}-${accounts.join()}`, accounts)
      return `code-${codes.size - 1}-${accounts.join()}`
    },
    /** Counts this row and no longer lists it. */
    lose: (id: string) => void lost.add(id),
    /** Drops this row without a word; only asked for it by name it says that it is gone, if it `remembers`. */
    purge: (id: string, { remembers = true } = {}) => {
      const at = rows.findIndex((row) => row.id === id)
      const [row] = rows.splice(at, 1)
      if (row && remembers) purged.push({ ...row, deleted: true })
    },
    find: (id: string) => void lost.delete(id),
    /** All access tokens are over; refresh tokens are not. */
    expire: () => {
      for (const [access, grant] of [...grants]) {
        grants.delete(access)
        grants.set(`expired-${access}`, grant)
      }
    },
    sign: (payload: unknown, secret = app.clientSecret): RawRequest => {
      const body = Buffer.from(JSON.stringify(payload))
      const signature = createHmac('sha256', secret).update(body).digest('hex')
      return { method: 'POST', url: '/hooks/ledgerly/events', headers: new Headers({ 'x-signature': signature }), body }
    },
    fetch: async (request: Request): Promise<Response> => {
      const { pathname } = new URL(request.url)
      if (pathname === '/token') return token(request)
      const grant = grants.get((request.headers.get('authorization') ?? '').replace('Bearer ', ''))
      if (!grant) return new Response('{}', { status: 401 })
      const mine = rows.filter(({ account }) => grant.accounts.includes(account))
      if (pathname === '/accounts') return Response.json(grant.accounts.map((id) => ({ id, name: `Account ${id}` })))
      if (pathname === '/count') return Response.json({ count: mine.length })
      if (pathname === '/gifts') return Response.json({ rows: mine.filter(({ id }) => !lost.has(id)) })
      const { keys } = z.object({ keys: z.array(z.string()) }).parse(await request.json())
      const named = [...mine, ...purged].filter(({ account, id }) => keys.includes(`${account}/${id}`))
      return Response.json({ rows: named })
    },
  }
}
