/** What came for one tenant, written together. Resolves when it is durable. */
export type WriteGroup<Item> = (tenantId: string, items: readonly Item[]) => Promise<void>

export interface GateOptions<Item = unknown> {
  /** What an item counts for in a group and in the line; without it, one. */
  weigh?: (item: Item) => number
  /** Groups written at once, each of another tenant. Two writers saturate two cores; more only queue. */
  writers?: number
  /** Weight of one group at most; one item alone may be heavier. */
  group?: number
  /** Weight of one tenant that may wait; beyond it the tenant, and no other, is told to come back. */
  waiting?: number
}

interface Waiting<Item> {
  item: Item
  resolve: () => void
  reject: (error: unknown) => void
}

/** The queue of one tenant is full. */
export class GateFull extends Error {
  override name = 'GateFull'
}

/**
 * The gate before the database: while one group of a tenant is being written, what comes next for it gathers and goes
 * together; at most `writers` groups at once, one per tenant, tenants in turn. A busy tenant thus costs the others at most
 * the wait for one group.
 */
export function createGate<Item>(write: WriteGroup<Item>, options: GateOptions<Item> = {}) {
  const { writers = 2, group = 500, waiting: most = 5_000, weigh = () => 1 } = options
  /** In the order in which tenants have their turn. */
  const queues = new Map<string, Waiting<Item>[]>()
  /** What waits of each tenant, by weight. */
  const weights = new Map<string, number>()
  const writing = new Set<string>()

  const pump = () => {
    for (const [tenantId, queue] of queues) {
      if (writing.size >= writers) return
      if (writing.has(tenantId)) continue
      queues.delete(tenantId)
      const taken = queue.splice(0, fitting(queue))
      const left = (weights.get(tenantId) ?? 0) - taken.reduce((sum, { item }) => sum + weigh(item), 0)
      if (queue.length > 0) weights.set(tenantId, left)
      else weights.delete(tenantId)
      // What is left waits behind the other tenants.
      if (queue.length > 0) queues.set(tenantId, queue)
      writing.add(tenantId)
      void writeOne(tenantId, taken)
    }
  }

  /** How many of a queue make one group. */
  const fitting = (queue: readonly Waiting<Item>[]): number => {
    let weight = 0
    const over = queue.findIndex(({ item }) => (weight += weigh(item)) > group)
    return over === -1 ? queue.length : Math.max(1, over)
  }

  const writeOne = async (tenantId: string, taken: Waiting<Item>[]) => {
    try {
      await write(
        tenantId,
        taken.map(({ item }) => item),
      )
      for (const { resolve } of taken) resolve()
    } catch (error) {
      for (const { reject } of taken) reject(error)
    } finally {
      writing.delete(tenantId)
      pump()
    }
  }

  return {
    /** @throws GateFull when too much of this tenant waits already; whatever the writing throws */
    enter(tenantId: string, item: Item): Promise<void> {
      const queue = queues.get(tenantId) ?? []
      const weight = (weights.get(tenantId) ?? 0) + weigh(item)
      if (queue.length > 0 && weight > most)
        return Promise.reject(new GateFull('too many deliveries of one client wait'))
      return new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject })
        weights.set(tenantId, weight)
        if (!queues.has(tenantId)) queues.set(tenantId, queue)
        pump()
      })
    },
  }
}
