import type { Store } from '../ports.ts'

/** A store over a map, which outlives every page of a test. Like a browser's, it keeps its keys in no order to rely on. */
export const mapStore = (stored: Map<string, string>): Store => ({
  keys: () => [...stored.keys()].reverse(),
  get: (key) => stored.get(key) ?? null,
  set: (key, value) => void stored.set(key, value),
  remove: (key) => void stored.delete(key),
})
