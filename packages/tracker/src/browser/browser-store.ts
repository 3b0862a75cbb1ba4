import type { Store } from '../ports.ts'
import type { BrowserWindow } from './window.ts'

const prefix = 'tl.'
/** The longest that browsers keep a cookie. */
const cookieSeconds = 400 * 86_400

/**
 * The browser's own storage; where it is full or forbidden, this page's memory. The visitor's id stands in a cookie too, so
 * that with `cookieDomain` every host of the client's domain knows the same visitor.
 */
export function browserStore(window: BrowserWindow, cookieDomain?: string): Store {
  const memory = new Map<string, string>()
  const stored = <T>(use: (storage: NonNullable<BrowserWindow['localStorage']>) => T): T | undefined => {
    try {
      // Merely looking at it throws where the visitor forbids it.
      return window.localStorage && use(window.localStorage)
    } catch {
      return undefined
    }
  }
  const cookie = (value: string, seconds: number) => {
    const scope =
      (cookieDomain ? `;domain=${cookieDomain}` : '') + (window.location.protocol === 'https:' ? ';secure' : '')
    window.document.cookie = `tl_id=${value};path=/;max-age=${seconds};samesite=lax${scope}`
  }
  return {
    keys() {
      const keys = new Set(memory.keys())
      stored((storage) => {
        for (let index = 0; index < storage.length; index++) {
          const key = storage.key(index)
          if (key?.startsWith(prefix)) keys.add(key.slice(prefix.length))
        }
      })
      return [...keys]
    },
    get(key) {
      const inCookie = key === 'id' && /(?:^|; )tl_id=([\w-]+)/.exec(window.document.cookie)?.[1]
      return inCookie || (memory.get(key) ?? stored((storage) => storage.getItem(prefix + key)) ?? null)
    },
    set(key, value) {
      if (key === 'id') cookie(value, cookieSeconds)
      const kept = stored((storage) => {
        storage.setItem(prefix + key, value)
        return true
      })
      if (kept) memory.delete(key)
      else memory.set(key, value)
    },
    remove(key) {
      if (key === 'id') cookie('', 0)
      memory.delete(key)
      stored((storage) => storage.removeItem(prefix + key))
    },
  }
}
