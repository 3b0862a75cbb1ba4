import type { Alive } from './living-pools.ts'

export interface TickingDeps {
  alive: Pick<Alive, 'holds' | 'sweep'>
  /** One look at what is due. */
  tick: () => Promise<unknown>
  /** Runs something later; returns how to have it not run. */
  after: (ms: number, run: () => void) => () => void
  say: (level: string, message: string, detail?: Record<string, unknown>) => void
}

/** How often to look for what became due, and for what a dead worker left. */
const tickMs = 1_000
const sweepEveryTicks = 3

/**
 * Looks for due work once a second, one look after the other, for as long as this worker is known to be alive: one that lost its
 * lock may have been taken for dead, and looks for nothing until it holds it again.
 * @returns how to stop, once the look under way has ended
 */
export function keepTicking({ alive, tick, after, say }: TickingDeps): () => Promise<void> {
  let stopped = false
  let cancel = () => {}
  let ticks = 0
  let suspected = 0
  let held = true
  const once = async () => {
    try {
      const holds = await alive.holds()
      if (holds !== held) say('warning', holds ? 'this worker’s lock was taken again' : 'this worker lost its lock')
      held = holds
      if (holds) {
        if (ticks++ % sweepEveryTicks === 0 || suspected > 0) ({ suspected } = await alive.sweep())
        await tick()
      }
    } catch (error) {
      say('warning', 'looking for due work failed', { error: error instanceof Error ? error.name : 'unknown' })
    }
    if (!stopped)
      cancel = after(tickMs, () => {
        running = once()
      })
  }
  let running = once()
  return async () => {
    stopped = true
    cancel()
    await running
  }
}
