import type { Door } from '@throughline/db'
import { createGate } from './gate.ts'

type Turns = ReturnType<typeof createGate<() => Promise<void>>>

/** The turns belong to the pool that is written through, whoever writes. */
const turnsOf = new WeakMap<Door, Turns>()

/**
 * Writes a batch to a tenant's ledger when it is its turn: at most two at once in a process, one of a tenant, tenants in turn.
 * More writers would only make the others wait in the database, where nobody takes turns.
 */
export async function inTurn<T>(door: Door, tenantId: string, write: () => Promise<T>): Promise<T> {
  const turns =
    turnsOf.get(door) ??
    createGate<() => Promise<void>>((_tenantId, [run]) => run?.() ?? Promise.resolve(), { group: 1 })
  turnsOf.set(door, turns)
  let value: { of: T } | undefined
  await turns.enter(tenantId, async () => {
    value = { of: await write() }
  })
  if (!value) throw new Error('a turn ended without its writing')
  return value.of
}
