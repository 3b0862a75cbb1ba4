import { ProviderChanged } from '../errors.ts'

/** More than this is taken of no answer, in bytes: 1 GiB. */
const longestAnswer = 1024 ** 3

/** A host that is allowed: one by its name, or `*.` and what is common to many. */
export const hostPattern = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/

/** Whether this host is one of those allowed. Names alone: an address of digits is none of them, and neither is `localhost`. */
function isAllowed(hosts: readonly string[], host: string): boolean {
  return hosts.some((allowed) =>
    allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) && host.length > allowed.length - 1 : host === allowed,
  )
}

/** The way out of an outside package: HTTPS, its own hosts, the usual port; or what stands in for its provider, and nothing else. */
export function guardFetch(
  hosts: readonly string[],
  fetch: (request: Request) => Promise<Response>,
  standIn: string | undefined,
): (request: Request) => Promise<Response> {
  const stand = standIn === undefined ? undefined : new URL(standIn).origin
  return async (request) => {
    const { protocol, hostname, port, origin, username } = new URL(request.url)
    const fits = protocol === 'https:' && port === '' && username === '' && isAllowed(hosts, hostname)
    if (!fits && origin !== stand)
      throw new ProviderChanged(`a request to ${hostname.slice(0, 100)}, which is none of the hosts it was given`, {
        say: 'The package asked for a host that it was not given. Whoever runs this installation can allow it.',
      })
    return bounded(await fetch(request))
  }
}

function bounded(response: Response): Response {
  if (!response.body) return response
  let taken = 0
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      taken += piece.byteLength
      if (taken > longestAnswer) controller.error(new Error('the answer is longer than is taken'))
      else controller.enqueue(piece)
    },
  })
  const { status, statusText, headers } = response
  return new Response(response.body.pipeThrough(count), { status, statusText, headers })
}
