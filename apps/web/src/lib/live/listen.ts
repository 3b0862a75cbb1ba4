import { readNotice, type LiveMessage } from './notice.ts'

/**
 * Listens to the server's notices. EventSource itself comes back after a break; after a refusal it does not, so it is
 * opened anew with growing pauses. Every opening after the first may have missed something, and says so; at the first the server
 * says again what it said since the page was made.
 * @param made when the page was made, on the server's clock
 */
export function listen(made: string, tell: (message: LiveMessage) => void): () => void {
  let source: EventSource | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  let pause = 1000
  let openedBefore = false

  const open = () => {
    source = new EventSource(`/live?since=${encodeURIComponent(made)}`)
    source.onopen = () => {
      pause = 1000
      if (openedBefore) tell({ type: 'open' })
      openedBefore = true
    }
    const read = (event: MessageEvent) => {
      const notice = readNotice(event.data)
      if (notice) tell({ type: 'notice', notice })
    }
    source.onmessage = read
    source.addEventListener('notice', read)
    source.addEventListener('ended', () => tell({ type: 'ended' }))
    source.onerror = () => {
      if (source?.readyState !== EventSource.CLOSED) return
      tell({ type: 'ended' })
      again = setTimeout(open, pause)
      pause = Math.min(pause * 2, 60_000)
    }
  }
  open()
  return () => {
    clearTimeout(again)
    source?.close()
  }
}
