import { createCore, type Core } from '../core.ts'
import type { Options } from '../options.ts'
import { browserPorts } from './browser-ports.ts'
import type { BrowserWindow } from './window.ts'

export interface BrowserOptions extends Options {
  /** `.example.org`: the visitor is the same on every host of this domain. Left out: on this host alone. */
  cookieDomain?: string
}

/** The tracker with its browser's events: out of sight, back again, online again. */
export function browserCore(options: BrowserOptions, window: BrowserWindow): Core {
  const { document, navigator } = window
  const core = createCore(options, browserPorts(options, window), {
    source: 'web',
    platform: 'Web',
    ...(navigator.language && { locale: navigator.language }),
  })
  const sight = () => {
    if (document.visibilityState === 'hidden') core.leave()
  }
  document.addEventListener('visibilitychange', sight)
  window.addEventListener('pagehide', () => core.leave())
  window.addEventListener('online', () => core.wake())
  return core
}
