export interface Toast {
  id: number
  /** The deed in past tense. */
  text: string
  undo?: () => void
}

/** What has just been done, for a few seconds. Failures never come here: they stay where they happened. */
export class Toasts {
  #list = $state<Toast[]>([])
  #next = 1
  readonly #later: (act: () => void, ms: number) => unknown

  // Called as a method the browser's own would throw: it wants to be called by itself.
  constructor(later: (act: () => void, ms: number) => unknown = (act, ms) => setTimeout(act, ms)) {
    this.#later = later
  }

  get list(): readonly Toast[] {
    return this.#list
  }

  /** Shows a deed for six seconds. */
  say(text: string, undo?: () => void): void {
    const id = this.#next++
    this.#list.push(undo ? { id, text, undo } : { id, text })
    this.#later(() => this.dismiss(id), 6000)
  }

  dismiss(id: number): void {
    this.#list = this.#list.filter((toast) => toast.id !== id)
  }
}
