/** Reads a live stream until it has said this, or has ended; fails when neither comes within the deadline. */
export function following(response: Response) {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  return {
    async until(what: string, deadlineMs: number): Promise<string> {
      const late = AbortSignal.timeout(deadlineMs)
      const deadline = new Promise<never>((_, reject) => {
        late.addEventListener('abort', () => reject(new Error(`no "${what}" within ${deadlineMs} ms, but: ${text}`)))
      })
      while (!text.includes(what)) {
        const { done, value } = await Promise.race([reader.read(), deadline])
        if (done) return text
        text += decoder.decode(value, { stream: true })
      }
      return text
    },
    async ended(deadlineMs: number): Promise<string> {
      const late = AbortSignal.timeout(deadlineMs)
      const deadline = new Promise<never>((_, reject) => {
        late.addEventListener('abort', () => reject(new Error(`still open after ${deadlineMs} ms`)))
      })
      for (;;) {
        const { done, value } = await Promise.race([reader.read(), deadline])
        if (done) return text
        text += decoder.decode(value, { stream: true })
      }
    },
    leave: () => reader.cancel(),
  }
}
