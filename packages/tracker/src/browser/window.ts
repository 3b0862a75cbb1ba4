/** What the tracker uses of a browser's window, and no more: it is passed in, so that importing the tracker touches nothing. */
export interface BrowserWindow {
  readonly localStorage?: WebStorage | null
  location: { href: string; pathname: string; protocol: string }
  document: {
    title: string
    referrer: string
    cookie: string
    visibilityState: string
    addEventListener(type: string, run: () => void): void
  }
  navigator: {
    onLine: boolean
    language: string
    locks?: { request(name: string, run: () => Promise<void>): Promise<void> }
    sendBeacon?(url: string, body: string): boolean
  }
  crypto: { getRandomValues(bytes: Uint8Array): Uint8Array }
  fetch: typeof fetch
  addEventListener(type: string, run: () => void): void
  setTimeout(run: () => void, ms: number): number
  clearTimeout(timer: number): void
}

interface WebStorage {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}
