import type { Api } from '../../src/index.ts'

export interface AnswerGiven {
  /** Method and path, without the query. */
  asked: string
  status: number
  /** Headers but the cookie, and the body. */
  text: string
}

/** Keeps a copy of every answer that is no stream. */
export function recording(api: Api): { api: Api; answers: () => Promise<AnswerGiven[]> } {
  const given: Promise<AnswerGiven>[] = []
  return {
    api: {
      ...api,
      async fetch(request, carrier) {
        const asked = `${request.method} ${new URL(request.url).pathname}`
        const response = await api.fetch(request, carrier)
        if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
          const copy = response.clone()
          const headers = [...response.headers].filter(([name]) => name !== 'set-cookie')
          given.push(
            copy.text().then((body) => ({ asked, status: copy.status, text: `${JSON.stringify(headers)}\n${body}` })),
          )
        }
        return response
      },
    },
    answers: () => Promise.all(given),
  }
}
