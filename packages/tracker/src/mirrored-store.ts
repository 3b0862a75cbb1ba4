import type { Store } from './ports.ts'

/** React Native's storage, as far as it is used. */
export interface AsyncStorage {
  getAllKeys(): Promise<readonly string[]>
  getItem(key: string): Promise<string | null>
  setItem(key: string, value: string): Promise<void>
  removeItem(key: string): Promise<void>
}

const prefix = 'tl.'

/** A storage that answers later, made to answer at once: read whole at the start, every change written behind, in order. */
export async function mirrored(storage: AsyncStorage): Promise<Store> {
  const memory = new Map<string, string>()
  for (const key of await storage.getAllKeys()) {
    const value = key.startsWith(prefix) ? await storage.getItem(key) : null
    if (value !== null) memory.set(key.slice(prefix.length), value)
  }
  let written = Promise.resolve()
  const behind = (write: () => Promise<void>) => {
    // What cannot be written stays in memory for as long as the app runs.
    written = written.then(write).catch(() => {})
  }
  return {
    keys: () => [...memory.keys()],
    get: (key) => memory.get(key) ?? null,
    set(key, value) {
      memory.set(key, value)
      behind(() => storage.setItem(prefix + key, value))
    },
    remove(key) {
      memory.delete(key)
      behind(() => storage.removeItem(prefix + key))
    },
  }
}
