import type { Logger } from 'pino'

/** Work that runs after the answer has left, so that how long it takes tells nobody anything. */
export const laterTasks = (logger: Pick<Logger, 'error'>) => {
  const under = new Set<Promise<void>>()
  return {
    add: (work: () => Promise<void>): void => {
      const task = new Promise<void>((resolve) => setImmediate(resolve))
        .then(work)
        .catch((error: unknown) => {
          logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'work left for later failed')
        })
        .finally(() => under.delete(task))
      under.add(task)
    },
    /** Waits until none is under way. */
    done: async (): Promise<void> => {
      while (under.size > 0) await Promise.all(under)
    },
  }
}
