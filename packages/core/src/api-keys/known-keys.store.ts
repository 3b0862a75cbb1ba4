import { Unauthenticated } from '@throughline/canonical'
import { authenticateKey, sql, tokenHash, type Database } from '@throughline/db'
import type { ApiKeysDeps, ProvedKey } from './api-keys.ts'
import { kindOfKey } from './key-text.ts'

/** A key's state is asked for at most twice a second by one process, however often the key is used. */
const knownForMs = 500
const originKnownForMs = 30_000
const mostKnown = 10_000

/** Keys as this process last found them. Only working ones are remembered, and for a moment. */
export function createKnownKeys({ door, now, ticks = () => performance.now() }: ApiKeysDeps) {
  const known = new Map<string, { found: Promise<ProvedKey | undefined>; until: number }>()
  const origins = new Map<string, { found: Promise<boolean>; until: number }>()
  return {
    /** @throws Unauthenticated */
    async prove(text: string): Promise<ProvedKey> {
      if (kindOfKey(text) === undefined)
        throw new Unauthenticated('This is not a whole key of ours: check that all of it was copied.')
      const hash = tokenHash(text)
      const key = await remembered(known, hash, ticks() + knownForMs, ticks(), () =>
        authenticateKey(door.database, text, now()),
      )
      if (key && (key.expiresAt === undefined || key.expiresAt > now())) return key
      known.delete(hash)
      throw new Unauthenticated('This key does not work: it is unknown, was revoked or has expired.')
    },
    isBrowserOrigin: (origin: string) =>
      remembered(origins, origin, ticks() + originKnownForMs, ticks(), () => askOrigin(door.database, origin)),
    /** Something of this client's keys changed here: asked anew at the next use. */
    forget(): void {
      known.clear()
      origins.clear()
    },
  }
}

async function askOrigin(database: Database, origin: string): Promise<boolean> {
  const [row] = await database.call<{ yes: boolean }>(sql`select is_browser_origin(${origin}) as yes`)
  return row?.yes ?? false
}

/** One question at a time for each name; its answer is kept until then, but not one that failed or found nothing. */
function remembered<T>(
  kept: Map<string, { found: Promise<T>; until: number }>,
  name: string,
  until: number,
  tick: number,
  ask: () => Promise<T>,
): Promise<T> {
  const before = kept.get(name)
  if (before && before.until > tick) return before.found
  if (kept.size >= mostKnown) kept.clear()
  const entry = { found: ask(), until }
  kept.set(name, entry)
  const drop = () => void (kept.get(name) === entry && kept.delete(name))
  entry.found.then((found) => found || drop(), drop)
  return entry.found
}
