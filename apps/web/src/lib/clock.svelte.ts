/** The time for `3 min ago`: the server's at first, so that page and server agree, then ticking. */
export class Clock {
  #now = $state<Date>(new Date(0))

  constructor(at: string) {
    this.#now = new Date(at)
    $effect(() => {
      this.#now = new Date()
      const tick = setInterval(() => (this.#now = new Date()), 5000)
      return () => clearInterval(tick)
    })
  }

  get now(): Date {
    return this.#now
  }
}
