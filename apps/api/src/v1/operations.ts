import { listKeys, revokeKey } from './manage-keys.ts'
import type { Operation } from './operation.ts'
import { readKey } from './read-key.ts'

/** Every operation of `/v1`. One that is not here does not exist. */
export const operations: readonly Operation[] = [readKey, listKeys, revokeKey]
