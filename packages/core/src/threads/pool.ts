import { Piscina } from 'piscina'

/** Runs long work beside the event loop. `file` exports functions by name; what they take and give can be cloned or is shared memory. */
export interface Threads {
  run<Output>(name: string, input: unknown, signal?: AbortSignal): Promise<Output>
  close(): Promise<void>
}

/** Threads that are busy with nothing are let go. */
const idleMs = 30_000

/**
 * A pool of threads for functions of one file.
 * @param file as `new URL('./work.ts', import.meta.url)`
 */
export function openThreads(file: URL, { most }: { most: number }): Threads {
  const pool = new Piscina({ filename: file.href, minThreads: 0, maxThreads: most, idleTimeout: idleMs })
  return {
    run: (name, input, signal) => pool.run(input, { name, ...(signal ? { signal } : {}) }) as Promise<never>,
    close: () => pool.destroy(),
  }
}
