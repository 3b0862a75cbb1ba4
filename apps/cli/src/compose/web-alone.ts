import type { Context } from '../command.ts'
import { forwardTo } from '../forward.ts'
import type { Front } from '../front.ts'
import { loadWeb } from '../web.ts'
import { apiPaths, type House } from './house.ts'

/**
 * The app in a process of its own: no database and no key, everything it shows is asked of the API at API_URL, as whoever looks at
 * the page. Browsers and providers know one address, so what is the API's is handed on to it.
 */
export const openWebAlone = async (apiUrl: string, front: Front, { env, say }: Context): Promise<House> => {
  const api = forwardTo(apiUrl, env['TRUST_PROXY'] === '1')
  const web = await loadWeb(env, api.call)
  const publicUrl = (env['PUBLIC_URL'] || front.url).replace(/\/$/, '')
  return {
    handle: (request, response) => {
      const path = request.url ?? ''
      const json = (status: number, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      if (/^\/healthz(\?|$)/.test(path)) json(200, { status: 'ok' })
      else if (/^\/readyz(\?|$)/.test(path))
        void api
          .isReady()
          .then((ready) =>
            ready ? json(200, { status: 'ready' }) : json(503, { title: 'Not ready', detail: 'Not working: api' }),
          )
      // Each process has its own.
      else if (/^\/metrics(\?|$)/.test(path)) json(404, { title: 'Not found', status: 404 })
      else if (apiPaths.test(path)) api.pass(request, response)
      else web(request, response)
    },
    opened: async () => {
      say(`\n  Throughline is at ${publicUrl}`)
      if (!(await api.isReady())) say(`  The API at ${apiUrl} does not answer yet; pages work once it does.`)
    },
    close: async () => {
      api.close()
    },
  }
}
