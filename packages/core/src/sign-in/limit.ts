/** How many tries a thing gets before it is locked, and for how long. */
export interface Limit {
  free: number
  /** The first lock; each further failure doubles it. */
  firstLockSeconds: number
  longestLockSeconds: number
  /** Failures are forgotten after this long without one. */
  forgottenSeconds: number
}

/** One account: 5 tries, then 30 s, 1 min, 2 min … 15 min. */
export const perLogin: Limit = { free: 5, firstLockSeconds: 30, longestLockSeconds: 900, forgottenSeconds: 86_400 }
/** One network address, behind which an office may sit: 30 tries, then the same. */
export const perAddress: Limit = { free: 30, firstLockSeconds: 30, longestLockSeconds: 900, forgottenSeconds: 3_600 }

export interface Failures {
  failures: number
  /** Of the last one. */
  since: Date
}

/** Until when a further try is refused; the past when it is not. */
export function lockedUntil({ failures, since }: Failures, limit: Limit): Date {
  if (failures < limit.free) return new Date(0)
  const seconds = Math.min(limit.longestLockSeconds, limit.firstLockSeconds * 2 ** Math.min(failures - limit.free, 30))
  return new Date(since.getTime() + seconds * 1000)
}

/**
 * What a try makes of the failures before it: counted as failed at once, so that tries side by side cannot slip past, and taken
 * back when it succeeds. A try while locked is refused and counts for nothing, else a stranger could lock a person out for ever.
 */
export function tried(before: Failures | undefined, limit: Limit, now: Date): { allowed: boolean; after: Failures } {
  const remembered =
    before && now.getTime() - before.since.getTime() < limit.forgottenSeconds * 1000
      ? before
      : { failures: 0, since: now }
  if (lockedUntil(remembered, limit) > now) return { allowed: false, after: remembered }
  return { allowed: true, after: { failures: remembered.failures + 1, since: now } }
}

/** The part of a network address that one household or office has: all of IPv4, the first 64 bits of IPv6. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').split('%')[0] ?? ''
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  const all = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail ? tail.split(':') : [])]
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
