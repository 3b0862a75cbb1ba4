import { z } from 'zod'
import type { Database } from '@throughline/db'

/** What can have changed. */
export const newsKinds = ['batch', 'events', 'connections', 'actions', 'work', 'access', 'settings', 'alerts'] as const

/** Something changed for a tenant: its open pages read again. `batch` where facts did. Nothing else is ever said here. */
export const News = z.object({
  tenantId: z.uuid(),
  kind: z.enum(newsKinds),
  batch: z.number().int().nonnegative().optional(),
})
export type News = z.infer<typeof News>

/** Tells every process, after a commit. Never throws: a lost notice costs seconds, not truth. */
export interface Notifier {
  tell(news: News): void
  /** Sends what still waits. */
  close(): Promise<void>
}

/** A timer that can be put off; passed in so that tests need not wait. */
export type After = (ms: number, run: () => void) => () => void

export const afterTimeout: After = (ms, run) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

const channel = 'throughline_news'
/** At most 4 notices a second per tenant: a NOTIFY in every transaction halves commits. */
const gapMs = 250

interface Lane {
  lastAt: number
  waiting: Map<News['kind'], News>
  cancel?: () => void
}

export interface NotifierDeps {
  database: Pick<Database, 'notify'>
  now: () => Date
  after?: After
}

/**
 * At most one notice per tenant and 250 ms; what comes in between goes out together at its end, the newest batch of each kind,
 * so that the last word is never lost. One notice carries every kind that waits.
 */
export function createNotifier({ database, now, after = afterTimeout }: NotifierDeps): Notifier {
  const lanes = new Map<string, Lane>()
  const sending = new Set<Promise<void>>()

  const flush = (tenantId: string, lane: Lane) => {
    const news = [...lane.waiting.values()]
    lane.waiting.clear()
    delete lane.cancel
    if (news.length === 0) return void lanes.delete(tenantId)
    lane.lastAt = now().getTime()
    const sent = database.notify(channel, JSON.stringify(news)).catch(() => {})
    sending.add(sent)
    void sent.finally(() => sending.delete(sent))
    lane.cancel = after(gapMs, () => flush(tenantId, lane))
  }

  return {
    tell(news) {
      const lane = lanes.get(news.tenantId) ?? { lastAt: 0, waiting: new Map<News['kind'], News>() }
      lanes.set(news.tenantId, lane)
      const before = lane.waiting.get(news.kind)
      const newest = Math.max(before?.batch ?? -1, news.batch ?? -1)
      lane.waiting.set(news.kind, newest < 0 ? news : { ...news, batch: newest })
      if (!lane.cancel) flush(news.tenantId, lane)
    },
    async close() {
      for (const [tenantId, lane] of lanes) {
        lane.cancel?.()
        flush(tenantId, lane)
        lane.cancel?.()
      }
      lanes.clear()
      await Promise.all(sending)
    },
  }
}

/** Hears what any process tells. A notice that is none of ours is dropped. */
export async function listenForNews(
  database: Pick<Database, 'listen'>,
  heard: (news: News) => void,
): Promise<() => Promise<void>> {
  return database.listen(channel, (payload) => {
    let value: unknown
    try {
      value = JSON.parse(payload)
    } catch {
      return
    }
    const parsed = z.array(News).safeParse(value)
    if (parsed.success) parsed.data.forEach(heard)
  })
}
