import { answerOf } from '../house/browser.ts'
import { alike, some, type Example } from './example.ts'

const open = (path: string): Example => ({
  // Says the same to everybody, and nothing of anybody.
  route: `GET ${path}`,
  as: 'nobody',
  call: async (f) => answerOf(await f.nobody().fetch(path)),
  tryAs: async (browser) => answerOf(await browser.fetch(path)),
  others: alike(200),
})

/** Everything that HTTP has beside procedures. */
export const httpExamples: Example[] = [
  { ...open('/healthz'), filled: some },
  { ...open('/readyz'), filled: some },
  open('/metrics'),
  { ...open('/v1/openapi.json'), filled: some },
  {
    route: 'GET /live',
    call: async (f) => {
      const response = await (await f.as('sam')).fetch('/live')
      const reader = (response.body as ReadableStream<Uint8Array>).getReader()
      const text = new TextDecoder().decode((await reader.read()).value)
      await reader.cancel()
      return { status: response.status, headers: response.headers, text, data: text, code: undefined }
    },
    filled: (data) => (data as string).includes('open'),
    tryAs: async (browser) => {
      const response = await browser.fetch('/live')
      await response.body?.cancel()
      return { status: response.status, headers: response.headers, text: '', data: undefined, code: undefined }
    },
    // A stream of one's own, on which only one's own clients are heard: the live test sees to that.
    others: { ...alike(200), shareToken: 401, nobody: 401 },
  },
  {
    route: 'POST /hooks/:connector/:connection/:kind',
    call: async (f) => answerOf(await f.hooks.post(f.gift())),
    tryAs: async (browser, f) => answerOf(await f.hooks.post(f.gift(), { by: browser, password: 'not the right one' })),
    others: alike(401),
  },
  {
    // No connector of ours has a handshake: every question is refused as an unknown address is.
    route: 'GET /hooks/:connector/:connection/:kind',
    call: async (f) => answerOf(await f.hooks.post(f.gift())),
    tryAs: async (browser, f) => answerOf(await browser.fetch(f.hooks.path())),
    others: alike(401),
  },
  ...['GET', 'POST'].map((method): Example => ({
    // The door of providers with one address for all: none of ours has it yet, so nothing is behind it.
    route: `${method} /hooks/:connector/:kind`,
    call: async (f) => answerOf(await f.hooks.post(f.gift())),
    tryAs: async (browser) => answerOf(await browser.fetch('/hooks/actblue/contribution', { method })),
    others: alike(401),
  })),
  {
    route: 'ALL /hooks/*',
    call: async (f) => answerOf(await f.hooks.post(f.gift())),
    tryAs: async (browser) => answerOf(await browser.fetch('/hooks/any/thing/at/all', { method: 'PUT' })),
    others: alike(401),
  },
  {
    route: 'ALL /trpc/*',
    call: async (f) => (await f.as('sam')).query('settings.read', { tenant: 'harbor-table' }),
    tryAs: (browser) => browser.query('nothing.here'),
    others: alike(404),
  },
]
