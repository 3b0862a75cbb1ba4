import { brotliDecompressSync, createBrotliDecompress, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compressed } from './compress.ts'

const asked = (encodings: string) => new Request('http://app.test/', { headers: { 'accept-encoding': encodings } })
const page = (body: BodyInit, type = 'text/html', more = {}) =>
  new Response(body, { headers: { 'content-type': type, ...more } })
const long = '<p>Net raised</p>'.repeat(500)
const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer())

test('a page comes in the best encoding that the browser reads, and reads the same', async () => {
  const brotli = compressed(asked('gzip, deflate, br, zstd'), page(long, 'text/html', { etag: '"a"' }))
  expect(brotli.headers.get('content-encoding')).toBe('br')
  expect(brotli.headers.get('vary')).toBe('accept-encoding')
  expect(brotli.headers.get('etag')).toBe('W/"a"')
  const sent = await bytes(brotli)
  expect(sent.length).toBeLessThan(long.length / 6)
  expect(brotliDecompressSync(sent).toString()).toBe(long)

  const gzip = compressed(asked('gzip, br;q=0'), page(long))
  expect(gzip.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(await bytes(gzip)).toString()).toBe(long)
})

test('what was not asked for, is short, or is no text stays as it is', async () => {
  for (const [encodings, response] of [
    ['identity', page(long)],
    ['br;q=0', page(long)],
    ['br', page('short', 'text/html', { 'content-length': '5' })],
    ['br', page(long, 'image/png')],
    ['br', page(long, 'text/html', { 'content-encoding': 'gzip' })],
    ['br', new Response(null, { status: 304, headers: { 'content-type': 'text/html' } })],
  ] as const) {
    const same = compressed(asked(encodings), response)
    expect(same).toBe(response)
  }
})

test('a part that is ready is sent before the part that is not', async () => {
  let finish = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(sink) {
      sink.enqueue(new TextEncoder().encode('{"first":1}\n'))
      finish = () => {
        sink.enqueue(new TextEncoder().encode('{"second":2}\n'))
        sink.close()
      }
    },
  })
  const response = compressed(asked('br'), page(body, 'text/sveltekit-data'))
  const reader = response.body!.getReader()
  const decoder = createBrotliDecompress()
  const first = new Promise<string>((resolve) => decoder.once('data', (chunk: Buffer) => resolve(chunk.toString())))
  decoder.write((await reader.read()).value)
  expect(await first).toBe('{"first":1}\n')
  finish()
  const second = new Promise<string>((resolve) => decoder.once('data', (chunk: Buffer) => resolve(chunk.toString())))
  for (let read = await reader.read(); !read.done; read = await reader.read()) decoder.write(read.value)
  expect(await second).toBe('{"second":2}\n')
})
