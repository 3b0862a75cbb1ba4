import type { Actor, Door } from '@throughline/db'
import { attributeSome } from './attribute.ts'
import type { KnownReaders } from './readers.store.ts'

/** Follows everything back that waits, now rather than by the job. @returns how many steps it took */
export async function followBack(door: Pick<Door, 'withTenant'>, actor: Actor, tenantId: string): Promise<number> {
  const known: KnownReaders = new Map()
  for (let steps = 1; ; steps += 1) {
    const { more } = await door.withTenant(actor, tenantId, (inside) => attributeSome(inside, known))
    if (!more) return steps
  }
}
