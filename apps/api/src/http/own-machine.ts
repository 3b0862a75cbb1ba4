const ownHosts = new Set(['localhost', '127.0.0.1', '[::1]'])
const loopback = /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/i

/**
 * True of somebody who sits at the machine that serves: it knows itself by an address of its own, they reach it without a network,
 * and nobody passed their request on. A server that listens to the whole network while nobody named its address is not one's own.
 */
export function isOwnMachine({
  publicUrl,
  address,
  headers,
}: {
  publicUrl: string
  address: string
  headers: Headers
}): boolean {
  const passedOn = ['x-forwarded-for', 'forwarded', 'via'].some((name) => headers.has(name))
  return ownHosts.has(new URL(publicUrl).hostname) && loopback.test(address) && !passedOn
}
