import { getContext, setContext } from 'svelte'

/** The few words that components themselves say. The app's own catalogue holds them and hands them down. */
export interface UiWords {
  close: string
  tryAgain: string
  loading: string
  copy: string
  copied: string
  reveal: string
  hide: string
  makeOne: string
  acts: string
  reference: (id: string) => string
  showTable: string
  showChart: string
  sortBy: (column: string) => string
  today: string
  todaySoFar: string
  before: string
  day: string
  up: string
  down: string
  unchanged: string
  tooLittle: string
  theme: string
  themeLight: string
  themeDark: string
  themeSystem: string
  undo: string
  dismiss: string
  skipToContent: string
  sections: string
  goToAnything: string
  search: string
  move: string
  open: string
  newTab: string
  allKeys: string
  nothingFound: string
  apply: string
  from: string
  to: string
  compareWith: string
  healthOf: { fresh: string; late: string; broken: string; paused: string; never: string }
}

const key = Symbol('ui words')

/** Called once, in the app's root layout. */
export function provideWords(words: UiWords): void {
  setContext(key, words)
}

/** What components say by themselves; called while a component is being made. */
export function useWords(): UiWords {
  return getContext<UiWords>(key)
}
