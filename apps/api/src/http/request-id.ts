import { randomUUID } from 'node:crypto'
import type { HttpMiddleware } from './variables.ts'

/** Takes the id that a proxy gave, or makes one, and says it in the answer. */
export const requestId: HttpMiddleware = async (c, next) => {
  const given = c.req.header('x-request-id')
  const id = given !== undefined && /^[A-Za-z0-9-]{8,64}$/.test(given) ? given : randomUUID()
  c.set('requestId', id)
  await next()
  c.res.headers.set('x-request-id', id)
}
