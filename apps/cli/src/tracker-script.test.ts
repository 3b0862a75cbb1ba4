import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { trackerHandler, trackerPath } from './tracker-script.ts'

const code = 'window.throughline = "für alle"'
const server = createServer(trackerHandler(code))
let url = ''
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tracker.js`
})
afterAll(() => server.close())

test('sites load the tracker whole, may bind it to its hash, and keep it for a while', async () => {
  const answer = await fetch(url)
  expect(answer.status).toBe(200)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': expect.stringContaining('max-age=3600') as unknown,
  })
  const hash = (bytes: string | Uint8Array) => createHash('sha384').update(bytes).digest('base64')
  expect(hash(await answer.bytes())).toBe(hash(code))
})

test('asked again with what it was, nothing is sent; with something else, all of it', async () => {
  const etag = (await fetch(url)).headers.get('etag') ?? ''
  const again = await fetch(url, { headers: { 'if-none-match': `"other", ${etag}` } })
  expect([again.status, await again.text()]).toEqual([304, ''])
  expect((await fetch(url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
})

test('it is there to be read, under its own name alone', async () => {
  const head = await fetch(url, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(Buffer.byteLength(code))])
  expect((await fetch(url, { method: 'POST' })).status).toBe(405)
  expect(
    ['/tracker.js', '/tracker.js?v=2', '/tracker.jsx', '/t/tracker.js'].map((path) => trackerPath.test(path)),
  ).toEqual([true, true, false, false])
})
