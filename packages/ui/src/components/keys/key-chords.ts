/** What a key press asks for: `mod+k`, `?`, `t`, or `g o` after a `g`. */
export type Chord = string

/** Remembers a leading `g` for a second and names the chord that a key completes. */
export function chordReader(
  now: () => number,
): (event: Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey'>) => Chord | undefined {
  let leaderAt = -Infinity
  return ({ key, metaKey, ctrlKey, altKey }) => {
    if (altKey || key.length !== 1) return undefined
    const lower = key.toLowerCase()
    if (metaKey || ctrlKey) return `mod+${lower}`
    if (now() - leaderAt < 1000) {
      leaderAt = -Infinity
      return `g ${lower}`
    }
    if (lower === 'g') {
      leaderAt = now()
      return undefined
    }
    return lower
  }
}

/** Letters typed into a field are text, not commands. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('input:not([type=radio], [type=checkbox], [type=range]), textarea, select'))
  )
}
