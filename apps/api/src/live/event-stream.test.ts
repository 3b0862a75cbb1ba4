import { expect, test, vi } from 'vitest'
import { openEventStream } from './event-stream.ts'

const decoder = new TextDecoder()
async function readAll(response: Response): Promise<string> {
  return response.text()
}

test('a browser reads what was sent, then why it ended', async () => {
  const left = vi.fn()
  const stream = openEventStream(left)
  stream.send('a', 'notice', { batch: 1 })
  stream.end({ why: 'signed_out' })
  expect(await readAll(stream.response)).toBe(
    'retry: 2000\n: open\n\nevent: notice\ndata: {"batch":1}\n\nevent: ended\ndata: {"why":"signed_out"}\n\n',
  )
  expect(left).toHaveBeenCalledOnce()
})

test('for a browser that does not read, only the newest of each kind waits', async () => {
  const stream = openEventStream(() => {})
  for (let batch = 1; batch <= 10_000; batch += 1) stream.send('a', 'notice', { batch })
  const reader = (stream.response.body as ReadableStream<Uint8Array>).getReader()
  const seen: string[] = []
  while (!seen.at(-1)?.includes('10000')) seen.push(decoder.decode((await reader.read()).value))
  expect(seen.length).toBeLessThan(12)
})

test('a browser that goes away is forgotten, and sending to it does nothing', async () => {
  const left = vi.fn()
  const stream = openEventStream(left)
  await stream.response.body?.cancel()
  stream.send('a', 'notice', {})
  stream.beat()
  stream.end({})
  expect(left).toHaveBeenCalledOnce()
})
