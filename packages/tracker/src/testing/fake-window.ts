import type { BrowserWindow } from '../browser/window.ts'

/** A browser as the tracker sees it: storage and cookies shared by its tabs, and each may be forbidden or full. */
export function fakeBrowser(is: { storage?: 'forbidden' | 'full'; cookies?: 'forbidden'; locks?: false } = {}) {
  const stored = new Map<string, string>()
  const cookies = new Map<string, string>()
  const cookiesSet: string[] = []
  let lock = Promise.resolve()
  const localStorage = {
    get length() {
      return stored.size
    },
    key: (index: number) => [...stored.keys()][index] ?? null,
    getItem: (key: string) => stored.get(key) ?? null,
    setItem(key: string, value: string) {
      if (is.storage === 'full') throw new DOMException('full', 'QuotaExceededError')
      stored.set(key, value)
    },
    removeItem: (key: string) => void stored.delete(key),
  }
  const document = {
    title: 'Give',
    referrer: '',
    visibilityState: 'visible',
    addEventListener: () => {},
    get cookie() {
      if (is.cookies) throw new DOMException('sandboxed', 'SecurityError')
      return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    },
    set cookie(text: string) {
      if (is.cookies) throw new DOMException('sandboxed', 'SecurityError')
      cookiesSet.push(text)
      const [, name = '', value = ''] = /^(\w+)=([^;]*)/.exec(text) ?? []
      if (text.includes('max-age=0')) cookies.delete(name)
      else cookies.set(name, value)
    },
  }
  const window: BrowserWindow = {
    get localStorage() {
      if (is.storage === 'forbidden') throw new DOMException('no', 'SecurityError')
      return localStorage
    },
    location: { href: 'https://give.example.org/', pathname: '/', protocol: 'https:' },
    document,
    navigator: {
      onLine: true,
      language: 'en-US',
      ...(is.locks !== false && {
        locks: {
          request(_: string, run: () => Promise<void>) {
            const turn = lock.then(run)
            lock = turn.catch(() => {})
            return turn
          },
        },
      }),
    },
    crypto: globalThis.crypto as BrowserWindow['crypto'],
    fetch: () => Promise.reject(new TypeError('no network here')),
    addEventListener: () => {},
    setTimeout: (run) => {
      queueMicrotask(run)
      return 0
    },
    clearTimeout: () => {},
  }
  return { window, stored, cookies, cookiesSet }
}
