import { TooMany } from '@throughline/canonical'

export interface TenantGate {
  /** Runs `fn` when it is the tenant's turn. @throws TooMany when too many wait already, or the wait was too long */
  run<T>(tenantId: string, fn: () => Promise<T>): Promise<T>
  /** Waiting now, over all tenants. */
  waiting(): number
}

export interface TenantGateOptions {
  /** Queries of one tenant at once. */
  readonly atOnce?: number
  /** Queries of one tenant that may wait. */
  readonly mayWait?: number
  readonly longestWaitMs?: number
  readonly now: () => Date
}

interface Line {
  running: number
  readonly waiting: { start: () => void }[]
}

/**
 * Keeps one tenant from taking the database from the others: a few of its queries at once, some more in line, the rest
 * told to come back. Tenants do not share a line, so the others feel nothing.
 */
export function createTenantGate({
  atOnce = 4,
  mayWait = 64,
  longestWaitMs = 10_000,
  now,
}: TenantGateOptions): TenantGate {
  const lines = new Map<string, Line>()
  let waitingNow = 0
  const tooMany = () => new TooMany('Too many requests for this client at once.', new Date(now().getTime() + 1000))

  const turn = (line: Line): Promise<void> => {
    if (line.running < atOnce) {
      line.running += 1
      return Promise.resolve()
    }
    if (line.waiting.length >= mayWait) return Promise.reject(tooMany())
    waitingNow += 1
    return new Promise((resolve, reject) => {
      const place = {
        start: () => {
          clearTimeout(timer)
          waitingNow -= 1
          resolve()
        },
      }
      const timer = setTimeout(() => {
        line.waiting.splice(line.waiting.indexOf(place), 1)
        waitingNow -= 1
        reject(tooMany())
      }, longestWaitMs)
      line.waiting.push(place)
    })
  }
  const leave = (tenantId: string, line: Line) => {
    const next = line.waiting.shift()
    if (next) return next.start()
    line.running -= 1
    if (line.running === 0) lines.delete(tenantId)
  }

  return {
    waiting: () => waitingNow,
    async run(tenantId, fn) {
      const line = lines.get(tenantId) ?? { running: 0, waiting: [] }
      lines.set(tenantId, line)
      await turn(line)
      try {
        return await fn()
      } finally {
        leave(tenantId, line)
      }
    },
  }
}
