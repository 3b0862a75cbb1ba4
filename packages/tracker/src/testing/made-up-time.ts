/** A clock and its timers, moved by hand. */
export function madeUpTime(start: number) {
  let time = start
  let timers: { due: number; run: () => void }[] = []
  return {
    now: () => time,
    after(ms: number, run: () => void) {
      const timer = { due: time + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
    /** Goes on to an instant; whatever is due on the way happens, each at its own time. */
    async goTo(until: number): Promise<void> {
      for (;;) {
        const [next] = timers.filter(({ due }) => due <= until).sort((one, other) => one.due - other.due)
        if (!next) break
        timers = timers.filter((each) => each !== next)
        time = Math.max(time, next.due)
        next.run()
        await quiet()
      }
      time = Math.max(time, until)
    },
  }
}

/** Every promise that is under way has come to rest: none of them waits for anything outside. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}
