import type { ClientInit } from '@sveltejs/kit/hooks'
import { formatDayRange } from '@throughline/ui/format'

/**
 * Before a page comes alive. Loading the scripts, the first date (a browser reads its calendars for it, which takes as long
 * as a third of the page) and waking the page are three pieces of work with room for the reader between, not one.
 */
export const init: ClientInit = async () => {
  await breath()
  formatDayRange('2026-01-01', '2026-01-02', document.documentElement.dataset['locale'] ?? 'en', '2026-01-01')
  await breath()
}

/** Lets the browser paint and answer before going on. */
const breath = (): Promise<void> =>
  'scheduler' in globalThis && 'yield' in scheduler
    ? scheduler.yield()
    : new Promise((resolve) => {
        setTimeout(resolve)
      })
