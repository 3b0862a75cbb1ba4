import type { Day } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { beginRestating, finishRestating, restatePage } from '../index.ts'

/** A tenant's days in another zone at once, in the transaction it is handed; nothing where it is the zone already. */
export async function changeZone(
  inside: Inside,
  timeZone: string,
  now: Date,
): Promise<{ batch: number; days: Day[] } | undefined> {
  let state = await beginRestating(inside, timeZone)
  if (state.from === timeZone) return undefined
  while (!state.read) state = await restatePage(inside, state, 1_000)
  return finishRestating(inside, state, now)
}
