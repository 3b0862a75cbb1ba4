import type { z } from 'zod'
import { ProviderChanged } from './errors.ts'
import type { HttpAnswer, Judge, Judgement, Verdict } from './http.ts'
import { parseJson } from './parse-json.ts'

/** 2xx is fine; 401 and 403 are for the customer; 408, 425, 429 and 5xx pass; every other 4xx is our own mistake. */
function defaultVerdict(status: number): Verdict {
  if (status >= 200 && status < 300) return 'ok'
  if (status === 401 || status === 403) return 'ask'
  if (status === 408 || status === 425 || status === 429 || status >= 500) return 'retry'
  return status >= 300 && status < 400 ? 'changed' : 'refused'
}

/** What an answer means: as the connector judges it, else by its status. */
export function judge(response: Response, said: Judge | undefined): Judgement {
  const judged = said ?? defaultVerdict(response.status)
  const judgement: Judgement = typeof judged === 'string' ? { verdict: judged } : judged
  return response.status === 429 ? { throttled: true, ...judgement } : judgement
}

export function toAnswer(what: string, response: Pick<Response, 'status' | 'headers'>, text: string): HttpAnswer {
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: <T>(schema: z.ZodType<T>): T => {
      let value: unknown
      try {
        value = parseJson(text)
      } catch {
        const type = response.headers.get('content-type') ?? 'no content type'
        throw new ProviderChanged(`${what} answered something that is no JSON (${type})`)
      }
      const parsed = schema.safeParse(value)
      if (parsed.success) return parsed.data
      const paths = parsed.error.issues.map(({ path }) => path.join('.') || '(whole)').join(', ')
      throw new ProviderChanged(`${what}: the answer has another shape at ${paths}`)
    },
  }
}
