import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { StartFailure } from '@throughline/db/embedded'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** The one port. It is taken before anything else is done, and answers 503 until the house stands behind it. */
export interface Front {
  url: string
  port: number
  open: (handler: Handler) => void
  /** Stops accepting, lets requests under way finish for a while, then closes what is left (live streams never end alone). */
  close: (graceMs: number) => Promise<void>
}

const starting: Handler = (request, response) => {
  const alive = request.url === '/healthz'
  response.writeHead(alive ? 200 : 503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2' })
  response.end(alive ? 'ok' : 'Throughline is starting.')
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why: Record<string, string> = {
        EADDRINUSE: `Port ${port} on ${host} is taken: stop what uses it, or choose another with PORT=…`,
        EACCES: `Port ${port} may not be opened by this user: choose one above 1024 with PORT=…`,
        EADDRNOTAVAIL: `This machine has no address ${host}: set HOST to one of its own.`,
      }
      reject(new StartFailure(why[error.code ?? ''] ?? `${host}:${port} cannot be opened: ${error.message}`))
    })
    server.listen(port, host, resolve)
  })

/** @throws StartFailure when the port is taken */
export const openFront = async (env: NodeJS.ProcessEnv): Promise<Front> => {
  const host = env['HOST'] || '127.0.0.1'
  const wanted = env['PORT'] || '3000'
  const port = Number(wanted)
  if (!/^\d{1,5}$/.test(wanted) || port > 65_535)
    throw new StartFailure(`PORT is "${wanted}"; it must be a number from 0 to 65535.`)
  let handler = starting
  const server = createServer((request, response) => {
    handler(request, response)
  })
  server.keepAliveTimeout = 65_000
  // A file of half a gigabyte over a slow line; headers have a minute still.
  server.requestTimeout = 60 * 60_000
  await listen(server, port, host)
  const address = server.address()
  const actual = typeof address === 'object' && address ? address.port : port
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${shown}:${actual}`,
    port: actual,
    open: (next) => {
      handler = next
    },
    close: (graceMs) =>
      new Promise((resolve) => {
        const force = setTimeout(() => {
          server.closeAllConnections()
        }, graceMs)
        server.close(() => {
          clearTimeout(force)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}
