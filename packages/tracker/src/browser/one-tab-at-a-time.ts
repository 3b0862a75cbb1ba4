import type { Ports, Store } from '../ports.ts'
import type { BrowserWindow } from './window.ts'

const claimMs = 40_000
/** What one tab removes from the storage, another may still see for a moment: so much longer the lock is held. */
const newsTravelsMs = 200

/**
 * Work that no two tabs do at once: a Web Lock, which a tab that dies lets go. Pages without (plain http) claim in the
 * storage they share; that can fail by a hair, and then the events' ids keep the double from counting.
 */
export function oneTabAtATime(window: BrowserWindow, store: Store, me: string, now: () => number): Ports['alone'] {
  const { locks } = window.navigator
  if (locks)
    return (work) =>
      locks.request('throughline', async () => {
        await work()
        await new Promise<void>((resolve) => window.setTimeout(resolve, newsTravelsMs))
      })
  return async (work) => {
    const [holder, until] = (store.get('claim') ?? '').split(' ')
    const left = Number(until) - now()
    if (holder && holder !== me && left > 0 && left <= claimMs) return
    store.set('claim', `${me} ${now() + claimMs}`)
    try {
      await work()
    } finally {
      store.remove('claim')
    }
  }
}
