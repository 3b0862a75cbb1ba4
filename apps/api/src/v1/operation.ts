import type { KeyScope } from '@throughline/canonical'
import type { ProvedKey } from '@throughline/core/api-keys'
import type { z } from 'zod'
import type { ApiDeps } from '../deps.ts'
import type { HttpContext } from '../http/variables.ts'

/** What an operation is given: a key that was proved and has its scope. */
interface Asked {
  readonly deps: ApiDeps
  readonly c: HttpContext
  /** `key.actor` is for the door, which asks once more whether the key works. */
  readonly key: ProvedKey
  /** Takes so many events out of the client's allowance, all or none; the answer's headers say what is left. @throws OverLimit */
  readonly takeEvents: (count: number) => Promise<void>
}

/** One operation of `/v1`: what it needs and how it answers. Its route, its limits, its tests' list and its documentation come from this. */
export interface Operation {
  /** For generated clients: `readKey`. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As OpenAPI writes it: `/v1/keys/{keyId}`. */
  readonly path: `/v1/${string}`
  readonly summary: string
  readonly description?: string
  /** What a key must have. Nothing: any key may. */
  readonly scope?: KeyScope
  /** Keys of pages may call it too, from their own origins; then it may also be given as `?key=`. */
  readonly browser?: true
  /** `requests`: counted here, by the minute. `events`: the handler takes what it finds in the body. */
  readonly counts: 'requests' | 'events'
  /** Names in the path, each a text. */
  readonly parameters?: Readonly<Record<string, string>>
  readonly query?: z.ZodObject
  /** By media type. */
  readonly body?: Readonly<Record<string, z.ZodType>>
  readonly answers: Readonly<Record<number, { readonly description: string; readonly body?: z.ZodType }>>
  handle(asked: Asked): Promise<Response>
}
