/** How many tries a thing gets before it is locked, and for how long. */
export interface Limit {
  free: number
  /** The first lock; each further failure doubles it. */
  firstLockSeconds: number
  longestLockSeconds: number
  /** Failures are forgotten after this long without one. */
  forgottenSeconds: number
}

/** From 30 s, doubling to 15 min: some 100 tries a day once it is reached. */
const growing = { firstLockSeconds: 30, longestLockSeconds: 900, forgottenSeconds: 86_400 }

/** One account from one network, or from one browser that signed in to it before: 5 tries, then 30 s, 1 min, 2 min … 15 min. */
export const perVisitor: Limit = { free: 5, ...growing }
/** One account from everywhere: what a stranger with many networks gets. A browser that signed in before is not held up by it. */
export const perAccount: Limit = { free: 20, ...growing }
/** One network, behind which an office may sit. */
export const perNetwork: Limit = { free: 30, ...growing, forgottenSeconds: 3_600 }
/** Mails to one address, whoever asks for them: each brings a link that works, so nobody is kept out by it. */
export const perInbox: Limit = { free: 5, ...growing }

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
