import type { Carrier } from './variables.ts'

/** The network address that limits count by. Behind a proxy, what the proxy nearest to us saw. */
export function clientAddress(headers: Headers, carrier: Carrier | undefined, trustProxy: boolean): string {
  const forwarded = trustProxy ? headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return forwarded || carrier?.remoteAddress || carrier?.incoming?.socket?.remoteAddress || 'unknown'
}
