/** What can go wrong on the way. */
export type Fault =
  /** This status instead of the answer. */
  | { type: 'status'; status: number; retryAfter?: string; body?: string; contentType?: string }
  /** The connection breaks before an answer. */
  | { type: 'network' }
  /** No answer until the caller gives up. */
  | { type: 'timeout' }
  /** 200 with a login page. */
  | { type: 'html' }
  /** The answer's body ends early although its length was announced. */
  | { type: 'truncated' }

/** Faults to come, first in first out, per address: an emulator asks before it answers. */
export interface Faults {
  /** `times` requests whose path contains `path` (all where unsaid) meet this fault. */
  next(fault: Fault, options?: { times?: number; path?: string }): void
  /** The fault this request meets, if any. */
  take(request: Request): Fault | undefined
  clear(): void
}

export function createFaults(): Faults {
  const waiting: { fault: Fault; times: number; path: string }[] = []
  return {
    next: (fault, { times = 1, path = '' } = {}) => void waiting.push({ fault, times, path }),
    take: (request) => {
      const found = waiting.find(({ times, path }) => times > 0 && request.url.includes(path))
      if (found) found.times -= 1
      return found?.fault
    },
    clear: () => void waiting.splice(0),
  }
}

/** Answers a request with a fault; the emulator gives the whole answer that a truncation is cut from. */
export async function faulty(fault: Fault, request: Request, whole: () => Promise<Response>): Promise<Response> {
  switch (fault.type) {
    case 'status': {
      const headers = new Headers({ 'content-type': fault.contentType ?? 'application/json' })
      if (fault.retryAfter !== undefined) headers.set('retry-after', fault.retryAfter)
      return new Response(fault.body ?? '{}', { status: fault.status, headers })
    }
    case 'network':
      throw new TypeError('fetch failed')
    case 'timeout':
      return new Promise((_resolve, reject) => {
        const fail = () => reject(new DOMException('The operation timed out', 'TimeoutError'))
        if (request.signal.aborted) fail()
        else request.signal.addEventListener('abort', fail)
      })
    case 'html':
      return new Response('<!doctype html><title>Sign in</title>', { headers: { 'content-type': 'text/html' } })
    case 'truncated': {
      const answer = await whole()
      const body = new Uint8Array(await answer.arrayBuffer())
      const headers = new Headers(answer.headers)
      headers.set('content-length', String(body.length))
      return new Response(body.slice(0, Math.floor(body.length / 2)), { status: answer.status, headers })
    }
  }
}
