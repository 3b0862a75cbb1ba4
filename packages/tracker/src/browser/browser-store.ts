import type { Store } from '../ports.ts'
import type { BrowserWindow } from './window.ts'

const prefix = 'tl.'
/** The longest that browsers keep a cookie. */
const cookieSeconds = 400 * 86_400

/** Merely looking at storage or cookies throws where the visitor, or a sandbox, forbids it. */
function tried<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}

/**
 * The browser's own storage; where it is full or forbidden, this page's memory. The visitor's id stands in a cookie too, so
 * that with `cookieDomain` every host of the client's domain knows the same visitor.
 */
export function browserStore(window: BrowserWindow, cookieDomain?: string): Store {
  const memory = new Map<string, string>()
  const storage = tried(() => window.localStorage)
  const cookie = (value: string, seconds: number) =>
    tried(() => {
      const scope =
        (cookieDomain ? `;domain=${cookieDomain}` : '') + (window.location.protocol === 'https:' ? ';secure' : '')
      window.document.cookie = `tl_id=${value};path=/;max-age=${seconds};samesite=lax${scope}`
    })
  return {
    keys() {
      const keys = new Set(memory.keys())
      for (let index = 0; index < (storage?.length ?? 0); index++) {
        const key = storage?.key(index)
        if (key?.startsWith(prefix)) keys.add(key.slice(prefix.length))
      }
      return [...keys]
    },
    get(key) {
      const inCookie = key === 'id' && tried(() => /(?:^|; )tl_id=([\w-]+)/.exec(window.document.cookie)?.[1])
      return inCookie || (memory.get(key) ?? storage?.getItem(prefix + key) ?? null)
    },
    set(key, value) {
      if (key === 'id') cookie(value, cookieSeconds)
      memory.set(key, value)
      tried(() => {
        if (!storage) return
        storage.setItem(prefix + key, value)
        memory.delete(key)
      })
    },
    remove(key) {
      if (key === 'id') cookie('', 0)
      memory.delete(key)
      storage?.removeItem(prefix + key)
    },
  }
}
