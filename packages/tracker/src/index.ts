import { browserCore, type BrowserOptions } from './browser/create-tracker.ts'
import type { BrowserWindow } from './browser/window.ts'
import type { Tracker } from './options.ts'

export type { BrowserOptions } from './browser/create-tracker.ts'
export type { Options, Problem, Tracker } from './options.ts'

/**
 * Starts the tracker of a page.
 * @example
 * const tracker = createTracker({ key: 'tlb_…', endpoint: 'https://data.example.org/v1/events', consent: 'required' })
 * tracker.page()
 */
export function createTracker(options: BrowserOptions): Tracker {
  const {
    trackAt: _at,
    leave: _leave,
    wake: _wake,
    ...tracker
  } = browserCore(options, globalThis as unknown as BrowserWindow)
  return tracker
}
