import { browserCore, type BrowserOptions } from './browser/create-tracker.ts'
import type { BrowserWindow } from './browser/window.ts'
import type { Core } from './core.ts'

/** A call as the snippet in the page keeps it until this script is there: when, what, with what. */
type Call = [at: number, name: string, ...args: unknown[]]
interface Queue {
  (name: string, ...args: unknown[]): unknown
  q?: Call[]
}

/**
 * The script-tag build: `throughline('start', { key, endpoint })`, `throughline('track', type, properties)`, and so on with
 * `page`, `identify`, `grant`, `withdraw`, `flush`, `reset`. Calls made before it was there keep their order and their time.
 */
function take(window: BrowserWindow & { throughline?: Queue }): void {
  const before = window.throughline?.q ?? []
  let core: Core | undefined
  const call = ([at, name, first, second]: Call): unknown => {
    if (name === 'start') return void (core ??= browserCore(first as BrowserOptions, window))
    if (name === 'track') return core?.trackAt(at, first as string, second as Record<string, unknown>)
    const calls = { ...core, ...core?.consent } as unknown as Record<string, ((first: unknown) => unknown) | undefined>
    return calls[name]?.(first)
  }
  window.throughline = (name, ...args) => call([Date.now(), name, ...args])
  before.forEach(call)
}

take(globalThis as unknown as BrowserWindow)
