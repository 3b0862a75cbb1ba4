import type { Component } from 'svelte'

/** A component that is fetched when somebody is about to use it, and kept from then on. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- props are checked where the component is used
export function onFirstUse<C extends Component<any, any, any>>(fetch: () => Promise<{ default: C }>) {
  let brought = $state.raw<C>()
  let asked = false
  return {
    get brought() {
      return brought
    },
    bring: () => {
      if (asked) return
      asked = true
      fetch().then(
        (module) => (brought = module.default),
        // Not to be had just now (the network is away): the next use asks again.
        () => (asked = false),
      )
    },
  }
}
