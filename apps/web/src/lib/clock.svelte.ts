/** The time for `3 min ago`: the server's at first, so that page and server agree, then ticking. */
export class Clock {
  #milliseconds = $state(0)

  constructor(at: string) {
    this.#milliseconds = Date.parse(at)
    $effect(() => {
      const tick = () => {
        this.#milliseconds = Date.now()
      }
      tick()
      const ticking = setInterval(tick, 5000)
      return () => clearInterval(ticking)
    })
  }

  get now(): Date {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- read and thrown away; what changes is the number above
    return new Date(this.#milliseconds)
  }
}
