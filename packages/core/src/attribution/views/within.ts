import type { Inside } from '@throughline/db'
import type { MaskedNames } from '../../metrics/masked-names.ts'
import type { Threads } from '../../threads/index.ts'
import type { createColumnCache } from '../columns/column-cache.ts'

/** Enters the tenant for one reading. What takes long is done between two of them, outside. */
export type Within = <T>(fn: (inside: Inside) => Promise<T>) => Promise<T>

export interface ViewDeps {
  threads: Threads
  cache: ReturnType<typeof createColumnCache>
  maskedNames: MaskedNames
}
