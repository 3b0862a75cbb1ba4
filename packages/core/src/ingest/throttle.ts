import type { After } from '../notify/index.ts'

/**
 * Runs `run(key)` at once, then at most every `gapMs` per key; a call in between is made up for at its end, so that the last
 * one is never lost.
 */
export function throttled(run: (key: string) => void, gapMs: number, after: After): (key: string) => void {
  const resting = new Map<string, { again: boolean }>()
  const go = (key: string) => {
    const rest = { again: false }
    resting.set(key, rest)
    run(key)
    after(gapMs, () => {
      resting.delete(key)
      if (rest.again) go(key)
    })
  }
  return (key) => {
    const rest = resting.get(key)
    if (rest) rest.again = true
    else go(key)
  }
}
