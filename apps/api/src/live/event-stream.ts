/** One browser's open stream of server-sent events. */
export interface EventStream {
  readonly response: Response
  /** Sends when the browser keeps up; until then a newer event of the same key replaces the older one. */
  send(key: string, event: string, data: unknown): void
  /** A comment, so that proxies and browsers see life; skipped where anything is waiting already. */
  beat(): void
  /** Says why, and ends. */
  end(data: unknown): void
}

const encoder = new TextEncoder()
const eventText = (event: string, data: unknown) => encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)

/**
 * Opens a stream that a slow browser cannot make grow: what waits is one event per key.
 * @param left called once, when the browser is gone or the stream was ended
 */
export function openEventStream(left: () => void): EventStream {
  const waiting = new Map<string, Uint8Array>()
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  const over = () => {
    if (!controller) return
    controller = undefined
    waiting.clear()
    left()
  }
  const flush = () => {
    for (const [key, bytes] of waiting) {
      if (!controller || (controller.desiredSize ?? 0) <= 0) return
      waiting.delete(key)
      controller.enqueue(bytes)
    }
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start(opened) {
        controller = opened
        opened.enqueue(encoder.encode('retry: 2000\n: open\n\n'))
      },
      pull: flush,
      cancel: over,
    },
    { highWaterMark: 8 },
  )
  return {
    response: new Response(body, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    }),
    send(key, event, data) {
      waiting.set(key, eventText(event, data))
      flush()
    },
    beat() {
      if (controller && waiting.size === 0 && (controller.desiredSize ?? 0) > 0)
        controller.enqueue(encoder.encode(': \n\n'))
    },
    end(data) {
      const open = controller
      if (!open) return
      open.enqueue(eventText('ended', data))
      open.close()
      over()
    },
  }
}
