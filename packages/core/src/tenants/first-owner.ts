import { timingSafeEqual } from 'node:crypto'
import type { MasterKey } from '../secrets/index.ts'

const lastsMs = 24 * 3_600_000
const seal = (secrets: MasterKey, until: string) => secrets.hash('first owner', until)

/** A token that says until when it works, sealed with the master key: nothing is stored before there is anybody. */
export function firstOwnerToken(secrets: MasterKey, now: Date): string {
  const until = String(now.getTime() + lastsMs)
  return `${until}.${seal(secrets, until)}`
}

/** Until when a token works; nothing for one that is over or not ours. */
export function firstOwnerTokenEnds(secrets: MasterKey, token: string, now: Date): Date | undefined {
  const [until = '', mark = ''] = token.split('.')
  const expected = Buffer.from(seal(secrets, until))
  const given = Buffer.from(mark)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const ends = new Date(Number(until))
  return ends > now ? ends : undefined
}
