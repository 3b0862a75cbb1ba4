import type { Context, MiddlewareHandler } from 'hono'

/** What the server that carries us knows of a request beside the request itself. */
export interface Carrier {
  /** As `@hono/node-server` gives it. */
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } }
  /** Whoever calls us inside the process (the app's server side) says whom it speaks for. */
  readonly remoteAddress?: string
}

interface Variables {
  requestId: string
  /** The route for logs and metrics: a pattern or a procedure's name, never the path as typed, which may hold a token. */
  route: string
}

export interface HttpEnv {
  Bindings: Carrier
  Variables: Variables
}
export type HttpContext = Context<HttpEnv>
export type HttpMiddleware = MiddlewareHandler<HttpEnv>
