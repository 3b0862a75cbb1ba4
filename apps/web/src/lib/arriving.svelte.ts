/**
 * A value that may still be on its way. When the question changes (another client, another range) it is waited for anew;
 * when the same question is asked again (a live notice) the old answer stays until the new one is here.
 */
export class Arriving<T> {
  #value = $state.raw<T>()
  #asked: string | undefined

  constructor(source: () => { arrives: T | Promise<T> }, question: () => string) {
    const first = source().arrives
    if (!(first instanceof Promise)) this.#value = first
    this.#asked = question()

    $effect.pre(() => {
      const next = source().arrives
      const asked = question()
      if (!(next instanceof Promise)) {
        this.#value = next
      } else {
        if (asked !== this.#asked) this.#value = undefined
        let current = true
        void next.then((value) => {
          if (current) this.#value = value
        })
        this.#asked = asked
        return () => {
          current = false
        }
      }
      this.#asked = asked
    })
  }

  /** Undefined while it is awaited. */
  get value(): T | undefined {
    return this.#value
  }
}
