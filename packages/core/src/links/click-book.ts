import type { Door } from '@throughline/db'
import { jobOf } from '../ingest/inbox.store.ts'
import type { Click } from './follow-link.store.ts'
import { writeClicks } from './write-clicks.store.ts'

export interface ClickBookDeps {
  door: Door
  now: () => Date
  /** Work that nobody waits for. */
  later: (work: () => Promise<void>) => void
  report: (message: string, detail: Record<string, unknown>) => void
}

/** How many are written at once, and how many may wait: more in one moment are no people. */
const atOnce = 500
const mostWaiting = 20_000
const mostTries = 3

/**
 * Clicks on their way into the ledger. Whoever clicked does not wait; of one tenant one batch is written at a time, so that however
 * many click, its ledger is asked for at most one turn after another. A stopped process loses what had not been written.
 */
export function createClickBook({ door, now, later, report }: ClickBookDeps) {
  const waiting = new Map<string, Click[]>()
  const writing = new Set<string>()

  const write = async (tenantId: string) => {
    let tries = 0
    for (;;) {
      const batch = waiting.get(tenantId)?.splice(0, atOnce) ?? []
      if (batch.length === 0) break
      try {
        await door.withTenant(jobOf(tenantId, 'clicks'), tenantId, (inside) => writeClicks(inside, batch, now()))
        tries = 0
      } catch (error) {
        tries += 1
        if (tries < mostTries) waiting.get(tenantId)?.unshift(...batch)
        else {
          report('clicks could not be written', { tenantId, clicks: batch.length, error: String(error) })
          break
        }
      }
    }
    writing.delete(tenantId)
    if (waiting.get(tenantId)?.length === 0) waiting.delete(tenantId)
  }

  return {
    add(click: Click): void {
      const { tenantId } = click
      const line = waiting.get(tenantId)
      if (line === undefined) waiting.set(tenantId, [click])
      else if (line.length < mostWaiting) line.push(click)
      else report('a click was not counted: too many wait', { tenantId })
      if (writing.has(tenantId)) return
      writing.add(tenantId)
      later(() => write(tenantId))
    },
  }
}
