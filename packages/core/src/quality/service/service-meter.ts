/** Where a tenant was answered: pages, or keys of its own systems. */
export type Face = 'app' | 'v1'

/** One answer to a tenant. */
interface Answered {
  tenantId: string
  face: Face
  /** The service itself failed it: an error of its own, or too late. A caller's mistake is no failure. */
  failed: boolean
  ms: number
  /** As `begin` measured it. */
  cpuUs: number
  bytes: number
}

/** What a tenant was answered in one minute, to be added to what other processes say of it. */
export interface ServiceMinute {
  tenantId: string
  /** Its first instant. */
  minute: string
  face: Face
  calls: number
  failed: number
  slow: number
  busyUs: number
  cpuUs: number
  bytes: number
}

export interface ServiceMeter {
  /** An answer begins to be worked on; what is returned ends that, and says the microseconds of work that are laid to it. */
  begin(): () => number
  note(answered: Answered): void
  /** Writes what was noted since the last time. What could not be written is tried again with the next. */
  flush(): Promise<void>
}

export interface ServiceMeterDeps {
  now: () => Date
  /** Microseconds of work of this process so far. */
  cpuUs: () => number
  write: (tenantId: string, minutes: readonly ServiceMinute[]) => Promise<void>
  report?: (message: string, detail: Record<string, unknown>) => void
}

const slowMs = 30_000
/** Where nothing can be written for so long, what is oldest goes. */
const keptMinutes = 10_000

/**
 * Counts answers by tenant and minute in memory. What the process works while answers are worked on is shared out evenly among those
 * that are worked on at that moment: what one takes of it alone cannot be told. The database’s own work is not in it.
 */
export function createServiceMeter({ now, cpuUs, write, report }: ServiceMeterDeps): ServiceMeter {
  let minutes = new Map<string, ServiceMinute>()
  let unwritten: ServiceMinute[] = []
  let active = 0
  let measuredTo = cpuUs()
  /** Work so far of one that had always been worked on. */
  let each = 0

  const measure = (): number => {
    const until = cpuUs()
    if (active > 0) each += Math.max(0, until - measuredTo) / active
    measuredTo = until
    return each
  }

  return {
    begin() {
      const from = measure()
      active += 1
      let spent: number | undefined
      return () => {
        if (spent === undefined) {
          spent = measure() - from
          active -= 1
        }
        return spent
      }
    },
    note({ tenantId, face, failed, ms, cpuUs: spent, bytes }) {
      const minute = `${now().toISOString().slice(0, 16)}:00.000Z`
      const name = `${tenantId} ${face} ${minute}`
      let at = minutes.get(name)
      if (!at) {
        at = { tenantId, minute, face, calls: 0, failed: 0, slow: 0, busyUs: 0, cpuUs: 0, bytes: 0 }
        minutes.set(name, at)
      }
      at.calls += 1
      if (failed) at.failed += 1
      if (ms >= slowMs) at.slow += 1
      at.busyUs += Math.round(ms * 1000)
      at.cpuUs += Math.round(spent)
      at.bytes += bytes
    },
    async flush() {
      const all = [...unwritten, ...minutes.values()].slice(-keptMinutes)
      minutes = new Map()
      unwritten = []
      for (const [tenantId, of] of Map.groupBy(all, (each) => each.tenantId)) {
        try {
          await write(tenantId, of)
        } catch (error) {
          unwritten.push(...of)
          report?.('what answering came to could not be written', {
            error: error instanceof Error ? error.name : 'unknown',
          })
        }
      }
    },
  }
}
