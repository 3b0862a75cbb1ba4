import { createCore } from './core.ts'
import type { Options, Tracker } from './options.ts'
import type { Ports } from './ports.ts'
import { post } from './post.ts'
import { mirrored, type AsyncStorage } from './mirrored-store.ts'
import { uuidV7 } from './uuid.ts'

export type { AsyncStorage } from './mirrored-store.ts'
export type { Options, Problem, Tracker } from './options.ts'

export interface MobileOptions extends Options {
  /** `@react-native-async-storage/async-storage`, or whatever has these four functions. */
  storage: AsyncStorage
  /** `Platform.OS`. */
  platform: string
  locale?: string
  /** React Native's `AppState`: what is queued goes out when the app goes out of sight, and when it comes back. */
  appState?: { addEventListener(type: 'change', run: (state: string) => void): unknown }
  /** Fills the bytes with randomness fit for ids. The engine's own `crypto` where it has one. */
  fillRandom?: (bytes: Uint8Array) => Uint8Array
  fetch?: typeof fetch
  now?: () => number
}

/** Starts the tracker of an app, once what was queued before is read. @throws Error where there is no randomness for ids */
export async function createMobileTracker(
  options: MobileOptions,
): Promise<Tracker & { setOnline(online: boolean): void }> {
  const { crypto } = globalThis as { crypto?: { getRandomValues?: (bytes: Uint8Array) => Uint8Array } }
  const fill = options.fillRandom ?? crypto?.getRandomValues?.bind(crypto)
  if (!fill) throw new Error('pass fillRandom: this engine has no crypto.getRandomValues')
  const store = await mirrored(options.storage)
  let isOnline = true
  const ports: Ports = {
    store,
    now: options.now ?? (() => Date.now()),
    random: () => Math.random(),
    id: (_, at) => uuidV7(at, fill(new Uint8Array(10))),
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    send: post(options, options.fetch ?? ((url, init) => fetch(url, init))),
    alone: (work) => work(),
    online: () => isOnline,
  }
  const {
    trackAt: _at,
    leave: _leave,
    wake,
    ...tracker
  } = createCore(options, ports, {
    source: 'mobile',
    ...(options.platform === 'ios' && { platform: 'iOS' }),
    ...(options.platform === 'android' && { platform: 'Android' }),
    ...(options.locale && { locale: options.locale }),
  })
  options.appState?.addEventListener('change', (state) => {
    if (state === 'active') wake()
    else void tracker.flush()
  })
  return {
    ...tracker,
    /** From the app's own knowledge of the network (NetInfo): offline nothing is tried, online again it is at once. */
    setOnline(online: boolean) {
      isOnline = online
      if (online) wake()
    },
  }
}
