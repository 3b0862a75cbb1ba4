import type { Options } from '../options.ts'
import type { Ports } from '../ports.ts'
import { post } from '../post.ts'
import { uuidV7 } from '../uuid.ts'
import { browserStore } from './browser-store.ts'
import { oneTabAtATime } from './one-tab-at-a-time.ts'
import type { BrowserWindow } from './window.ts'

/** The browser, as the tracker needs it. */
export function browserPorts(options: Options & { cookieDomain?: string }, window: BrowserWindow): Ports {
  const { location, document, navigator } = window
  const store = browserStore(window, options.cookieDomain)
  const now = () => Date.now()
  const id: Ports['id'] = (_, at) => uuidV7(at, window.crypto.getRandomValues(new Uint8Array(10)))
  return {
    ...{ store, now, id },
    random: Math.random,
    after(ms, run) {
      const timer = window.setTimeout(run, ms)
      return () => window.clearTimeout(timer)
    },
    send: post(options, (url, init) => window.fetch(url, init)),
    // As text: a beacon may not ask the server first whether it may send JSON.
    beacon: (body) =>
      navigator.sendBeacon?.(`${options.endpoint}?key=${encodeURIComponent(options.key)}`, body) ?? false,
    alone: oneTabAtATime(window, store, id('session', now()), now),
    online: () => navigator.onLine !== false,
    page: () => ({
      url: location.href,
      path: location.pathname,
      title: document.title,
      referrer: document.referrer || undefined,
    }),
  }
}
