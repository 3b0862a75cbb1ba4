import { bytesOf, type JourneyColumns } from './columns.ts'

/** What a process keeps of columns at most. */
const mostBytes = 256 * 1024 * 1024

/** Columns that were read and may be asked for again, the ones longest unused let go first. Keyed by all that decides them. */
export function createColumnCache(): {
  get(key: string): JourneyColumns | undefined
  put(key: string, columns: JourneyColumns): void
} {
  const kept = new Map<string, JourneyColumns>()
  let bytes = 0
  return {
    get(key) {
      const columns = kept.get(key)
      if (!columns) return undefined
      kept.delete(key)
      kept.set(key, columns)
      return columns
    },
    put(key, columns) {
      if (kept.has(key)) return
      kept.set(key, columns)
      bytes += bytesOf(columns)
      for (const [oldest, each] of kept) {
        if (bytes <= mostBytes || oldest === key) break
        kept.delete(oldest)
        bytes -= bytesOf(each)
      }
    },
  }
}
