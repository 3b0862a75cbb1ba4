import type { Answers } from '#lib/app-router.ts'
import { words } from '#lib/words.ts'

type Read = Pick<Answers['connections']['list'][number], 'state' | 'nextReadAt'>

/**
 * When a source is read next, in words: not before somebody mended what is the matter, and now where its time has come.
 * @param when says a time that lies ahead
 */
export function nextRead({ state, nextReadAt }: Read, now: Date, when: (at: string) => string): string {
  const w = words.connections
  if (state === 'needs_customer') return w.nextOnceMended
  if (state !== 'active') return w.nextNever
  if (!nextReadAt) return w.onEach
  return Date.parse(nextReadAt) <= now.getTime() ? w.nextNow : when(nextReadAt)
}
