import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { bump, fakeApi } from './fake-api.ts'
import { tenants } from './fake-data.ts'

/** Serves the built app over the invented API: `node dev/serve.ts 4000`. POST /bump stands for a gift arriving. */
process.env['PROTOCOL_HEADER'] = 'x-forwarded-proto'
type Handler = (
  req: IncomingMessage & { throughlineApi?: typeof fakeApi },
  res: ServerResponse,
  next: () => void,
) => void
/** What was built is no source: its name is told only at run time. */
const built: string = '../build/handler.js'
const { handler } = (await import(built)) as { handler: Handler }
const open = new Set<ServerResponse>()

const server = createServer((req, res) => {
  const url = new URL(req.url ?? '/', 'http://localhost')
  if (url.pathname === '/live') {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write(': hello\n\n')
    open.add(res)
    res.on('close', () => open.delete(res))
    return
  }
  if (url.pathname === '/bump') {
    bump()
    for (const each of open)
      each.write(`data: ${JSON.stringify({ tenant: tenants[0]!.tenantId, kind: 'batch', batch: 1 })}\n\n`)
    res.end('ok')
    return
  }
  if (url.pathname.startsWith('/trpc/')) {
    const body = req.method === 'GET' ? {} : { body: Readable.toWeb(req) as ReadableStream, duplex: 'half' as const }
    const request = new Request(`http://localhost${req.url}`, {
      method: req.method ?? 'GET',
      headers: req.headers as Record<string, string>,
      ...body,
    })
    void fakeApi(request).then(async (response) => {
      res.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text())
    })
    return
  }
  req.headers['x-forwarded-proto'] = 'http'
  handler(Object.assign(req, { throughlineApi: fakeApi }), res, () => res.writeHead(404).end())
})
server.listen(Number(process.argv[2] ?? 4000), '127.0.0.1', () => console.log('ready'))
