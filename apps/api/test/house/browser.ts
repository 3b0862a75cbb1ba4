import type { Api } from '../../src/index.ts'

/** What came back, read whole. */
export interface Answer {
  status: number
  headers: Headers
  text: string
  /** tRPC's `result.data`, or the body of anything else. */
  data: unknown
  /** tRPC's `error.data.code`, where there is one. */
  code: string | undefined
}

/** Somebody at a browser on our own pages; `token` is the session in their cookie jar, `mark` that they signed in before. */
export interface Browser {
  token: string | undefined
  mark: string | undefined
  /** Where they come from. */
  address: string
  query(procedure: string, input?: unknown): Promise<Answer>
  mutate(procedure: string, input?: unknown): Promise<Answer>
  fetch(path: string, init?: RequestInit): Promise<Response>
}

export const origin = 'http://127.0.0.1:3000'

/** A browser in process: no socket, the same requests. */
export function browser(api: Api, token?: string, more: Record<string, string> = {}): Browser {
  const self: Browser = {
    token,
    mark: undefined,
    address: '192.0.2.7',
    query: (procedure, input) =>
      ask(`/trpc/${procedure}${input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`}`),
    mutate: (procedure, input) =>
      ask(`/trpc/${procedure}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input ?? {}),
      }),
    async fetch(path, init = {}) {
      const headers = new Headers({ origin, ...more, ...(init.headers as Record<string, string> | undefined) })
      const cookies = [
        ...(self.token === undefined ? [] : [`throughline_session=${self.token}`]),
        ...(self.mark === undefined ? [] : [`throughline_browser=${self.mark}`]),
      ]
      if (cookies.length > 0) headers.set('cookie', cookies.join('; '))
      const response = await api.fetch(new Request(`${origin}${path}`, { ...init, headers }), {
        remoteAddress: self.address,
      })
      for (const cookie of response.headers.getSetCookie()) {
        const [, name, value] = /^throughline_(session|browser)=([^;]*)/.exec(cookie) ?? []
        if (name === 'session') self.token = value || undefined
        if (name === 'browser') self.mark = value || undefined
      }
      return response
    },
  }
  const ask = async (path: string, init?: RequestInit) => answerOf(await self.fetch(path, init))
  return self
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const body = parsed(text) as { result?: { data?: unknown }; error?: { data?: { code?: string } } } | undefined
  return {
    status: response.status,
    headers: response.headers,
    text,
    data: body?.result ? body.result.data : body,
    code: body?.error?.data?.code,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
