import {
  AskCustomer,
  basicAuth,
  defineConnector,
  provesHmac,
  readCsv,
  readCsvHeader,
  type Ctx,
  type ReadPage,
} from '@throughline/connector-kit'
import { mapBerth, mapLine } from './map.ts'
import { Berth, Config, Cursor, LedgerCursor, Line, Notice, Page, Rename, Secrets } from './schema.ts'
import { z } from 'zod'

const bucket = 'api'

async function* readBerths({ http }: Ctx<Config>, from: Cursor): AsyncGenerator<ReadPage<Cursor>> {
  for (let cursor = from; ; cursor = { since: cursor.since, page: cursor.page + 1 }) {
    const query = { since: cursor.since, page: String(cursor.page) }
    const page = (await http.get('/berths', { bucket, query })).json(Page)
    const next = page.more ? { since: cursor.since, page: cursor.page + 1 } : { since: page.today, page: 1 }
    yield {
      rows: page.items,
      next,
      progress: { done: cursor.page, of: cursor.page + 1 },
      ...(page.more ? {} : { last: true }),
    }
    if (!page.more) return
  }
}

const Export = z.object({ url: z.string(), name: z.string() })

/** The whole book as a file: a new one each time, gone on with where it broke off. */
async function* readLedger({ http }: Ctx<Config>, from: LedgerCursor): AsyncGenerator<ReadPage<LedgerCursor>> {
  const kept = from.file === '' ? undefined : await http.spooled(from.file)
  const { url, name } = kept ? { url: '', name: from.file } : (await http.post('/export', { bucket })).json(Export)
  const spool = kept ?? (await http.download(url, { name }))
  const columns = await readCsvHeader(spool.path, ['ref', 'fee', 'at'])
  const start = kept ? from.byte : 0
  for await (const page of readCsv(spool.path, { columns, from: start, pageRows: 2 }))
    yield { rows: page.rows, next: { byte: page.next, file: name }, progress: { done: page.next, of: spool.bytes } }
  await spool.discard()
  yield { rows: [], next: { byte: 0, file: '' }, last: true }
}

export const connector = defineConnector<Config, Secrets>({
  id: 'harbor',
  name: 'Harbor',
  config: Config,
  auth: basicAuth({ secrets: Secrets, user: ({ user }) => user, password: ({ password }) => password }),
  http: {
    baseUrl: ({ town }) => `https://${town}.harbor.example/v1`,
    limits: { api: { requests: 100, per: 'minute' } },
    classify: (response, text) =>
      response.status === 409 && text.includes('closed') ? { verdict: 'ask', say: 'The harbor is closed.' } : undefined,
    usage: (response) => {
      const used = response.headers.get('x-used')
      return used === null ? [] : [{ name: 'calls today', used: Number(used) }]
    },
  },
  check: async ({ http, config }) => {
    const answer = await http.get('/me', { bucket, accept: [403] })
    if (answer.status === 403)
      throw new AskCustomer('a permission lacks', { say: 'This user may not read berths yet.' })
    return [{ id: config.town, name: `Harbor of ${config.town}`, currency: 'USD' }]
  },
  streams: ({ stream }) => ({
    berths: stream({
      title: 'Berths',
      rank: 20,
      raw: Berth,
      cursor: Cursor,
      start: ({ backfillFrom }: Config, from = backfillFrom): Cursor => ({ since: from, page: 1 }),
      rewind: ({ since }: Cursor): Cursor => ({
        since: Temporal.PlainDate.from(since).subtract({ days: 7 }).toString(),
        page: 1,
      }),
      read: readBerths,
      key: ({ id }) => id,
      revision: ({ version }) => version,
      map: mapBerth,
      foreign: ({ town }, config) => (town === config.town ? undefined : `town ${town}`),
      scrub: (row) =>
        typeof row === 'object' && row !== null
          ? Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'card'))
          : row,
      tally: ({ at }) => ({ day: at.slice(0, 10) }),
      fetch: async ({ http }, keys) => {
        const answers = keys.map(async (key) => (await http.get(`/berths/${key}`, { bucket })).json(z.unknown()))
        return Promise.all(answers)
      },
      totals: async ({ http }) => (await http.get('/count', { bucket })).json(z.array(z.object({ count: z.int() }))),
    }),
    ledger: stream({
      title: 'Ledger',
      rank: 10,
      raw: Line,
      cursor: LedgerCursor,
      start: (): LedgerCursor => ({ byte: 0, file: '' }),
      read: readLedger,
      key: ({ ref }) => ref,
      map: mapLine,
    }),
  }),
  webhooks: ({ webhook }) => ({
    notice: webhook({
      title: 'Notices',
      route: 'connection',
      credentials: ['hookSecret'],
      body: Notice,
      verify: ({ body, headers }, { hookSecret }) => provesHmac(body, headers.get('x-signature'), hookSecret),
      split: (body) => {
        const notice = Notice.parse(body)
        return ['berth' in notice ? { stream: 'berths', raw: notice.berth } : { stream: 'berths', key: notice.number }]
      },
    }),
  }),
  actions: ({ action }) => ({
    rename: action({
      title: 'Write the skipper',
      input: Rename,
      preview: async ({ http }, { id, skipper }) => {
        const { skipper: before } = (await http.get(`/berths/${id}`, { bucket })).json(Berth)
        return { summary: `Berth ${id} is written to another skipper.`, before: before ?? null, after: skipper }
      },
      run: async ({ http }, { id, skipper }, key) => {
        const before = (await http.get(`/berths/${id}`, { bucket })).json(Berth).skipper ?? null
        await http.put(`/berths/${id}`, { bucket, json: { skipper }, headers: { 'Idempotency-Key': key } })
        return { ref: id, detail: { before } }
      },
      find: async ({ http }, key, { id }) =>
        (await http.get(`/done/${key}`, { bucket, accept: [404] })).status === 404 ? undefined : { ref: id },
      undo: async ({ http }, { detail }, { id }) => {
        const { before } = z.object({ before: z.string().nullable() }).parse(detail)
        await http.put(`/berths/${id}`, { bucket, json: { skipper: before } })
      },
      undoMinutes: 30,
    }),
  }),
})
