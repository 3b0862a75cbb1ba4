import { listen } from './listen.ts'
import type { Joining } from './live-worker.ts'
import type { LiveMessage, Notice } from './notice.ts'

/**
 * Connects this tab to the browser's one listener; where workers are not shared, to a listener of its own. What was said after
 * the page was made (`made`, on the server's clock) is heard too.
 */
export function connectLive(person: string, made: string, tell: (message: LiveMessage) => void): () => void {
  if (typeof SharedWorker === 'undefined') return listen(made, tell)
  const worker = new SharedWorker(new URL('./live-worker.ts', import.meta.url), { type: 'module', name: 'live' })
  worker.port.onmessage = ({ data }: MessageEvent<LiveMessage>) => tell(data)
  worker.port.start()
  worker.port.postMessage({ person, made, begun: performance.timeOrigin } satisfies Joining)
  const leave = () => worker.port.postMessage({ bye: true })
  addEventListener('pagehide', leave)
  return () => {
    removeEventListener('pagehide', leave)
    leave()
    worker.port.close()
  }
}

/**
 * Calls `act` at once, and while calls keep coming at most every `pauseMs`; the last one is never lost.
 * @param later how to wait, `setTimeout` in a browser
 */
export function paced(
  act: () => Promise<void>,
  pauseMs: number,
  later: (act: () => void, ms: number) => unknown = setTimeout,
): () => void {
  let resting = false
  let asked = false
  const run = () => {
    resting = true
    asked = false
    void act().finally(() =>
      later(() => {
        resting = false
        if (asked) run()
      }, pauseMs),
    )
  }
  return () => {
    if (resting) asked = true
    else run()
  }
}

/** Does a notice concern this tenant? The server may name it by id or by slug. */
export function concerns(notice: Notice, tenant: { tenantId: string; slug: string } | undefined): boolean {
  return tenant !== undefined && (notice.tenant === tenant.tenantId || notice.tenant === tenant.slug)
}
