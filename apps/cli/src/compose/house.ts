import type { IncomingMessage, ServerResponse } from 'node:http'

/** What was put together for one process. */
export interface House {
  handle: (request: IncomingMessage, response: ServerResponse) => void
  /** What is to be done and said once the port answers. */
  opened?: () => Promise<void>
  close: () => Promise<void>
}

/** What the API answers; the rest is the app's. */
export const apiPaths = /^\/(trpc|v1|l|hooks|live|upload|healthz|readyz|metrics)(\/|\?|$)/
/** What every process answers, whatever it is for. */
export const ownPaths = /^\/(healthz|readyz|metrics)(\/|\?|$)/
