import { openThreads, type Threads } from '../threads/index.ts'

/** Threads that work out sums over many journeys. */
export const attributionThreads = (most: number): Threads =>
  openThreads(new URL('./compare/work.ts', import.meta.url), { most })
