/** Time that moves only when told, and a sleep that moves it. */
export interface Clock {
  now: () => Date
  /** Returns at once, with the clock put forward. */
  sleep: (ms: number) => Promise<void>
  advance: (ms: number) => void
  /** How long was slept, in order, in milliseconds. */
  slept: number[]
}

export function fakeClock(start: Date | string): Clock {
  let at = new Date(start).getTime()
  const slept: number[] = []
  return {
    now: () => new Date(at),
    sleep: (ms) => {
      slept.push(ms)
      at += ms
      return Promise.resolve()
    },
    advance: (ms) => {
      at += ms
    },
    slept,
  }
}
