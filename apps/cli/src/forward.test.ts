import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { forwardTo } from './forward.ts'

const servers: Server[] = []
const listen = async (handler: RequestListener): Promise<string> => {
  const server = createServer(handler).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
})

/** An API that tells what it was asked, and the address of a process in front of it. */
async function inFrontOf(api: RequestListener, proxied = false) {
  const apiUrl = await listen(api)
  const forward = forwardTo(apiUrl, proxied)
  return { forward, url: await listen(forward.pass) }
}
const telling: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { method, url, headers } = request
    response.writeHead(207, [...['content-type', 'application/json', 'set-cookie', 'a=1', 'set-cookie', 'b=2']])
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }))
  })
}
interface Told {
  method: string
  url: string
  headers: Record<string, string>
  body: string
}

test('a request goes on as it came, the host too, and says for whom; the answer comes back with every cookie', async () => {
  const { url } = await inFrontOf(telling)
  const answer = await fetch(`${url}/hooks/x?y=1`, {
    method: 'POST',
    headers: { cookie: 'c=3', 'x-forwarded-for': '203.0.113.9' },
    body: 'a gift',
  })
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([207, ['a=1', 'b=2']])
  const told = (await answer.json()) as Told
  expect(told).toMatchObject({ method: 'POST', url: '/hooks/x?y=1', body: 'a gift' })
  expect(told.headers).toMatchObject({ host: new URL(url).host, cookie: 'c=3', 'x-forwarded-for': '127.0.0.1' })
})

test('behind a proxy of ours, whom that one speaks for is handed on', async () => {
  const { url } = await inFrontOf(telling, true)
  const told = (await (await fetch(url, { headers: { 'x-forwarded-for': '203.0.113.9' } })).json()) as Told
  expect(told.headers['x-forwarded-for']).toBe('203.0.113.9')
})

test('the app’s own questions go the same way', async () => {
  const { forward, url } = await inFrontOf(telling)
  const asked = new Request(`${url}/trpc/x?batch=1`, { method: 'POST', headers: { origin: url }, body: '{"a":1}' })
  const answer = await forward.call(asked, '198.51.100.7')
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([207, ['a=1', 'b=2']])
  const told = (await answer.json()) as Told
  expect(told).toMatchObject({ method: 'POST', url: '/trpc/x?batch=1', body: '{"a":1}' })
  expect(told.headers).toMatchObject({ host: new URL(url).host, origin: url, 'x-forwarded-for': '198.51.100.7' })
})

test('a live stream comes piece by piece, and ends at the API when the browser leaves', async () => {
  const left = Promise.withResolvers<void>()
  const { url } = await inFrontOf((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: one\n\n')
    response.on('close', () => left.resolve())
  })
  const leaving = new AbortController()
  const answer = await fetch(`${url}/live`, { signal: leaving.signal })
  const { value } = await (answer.body as ReadableStream<Uint8Array>).getReader().read()
  expect(Buffer.from(value ?? []).toString()).toBe('data: one\n\n')
  leaving.abort()
  await left.promise
})

test('where no API answers it is a 502 for whoever asks, and the process is not ready', async () => {
  const forward = forwardTo('http://127.0.0.1:1', false)
  const url = await listen(forward.pass)
  const answer = await fetch(`${url}/hooks/x`, { method: 'POST', body: 'a gift' })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'application/problem+json'])
  await expect(forward.call(new Request(`${url}/trpc/x`), undefined)).rejects.toThrow()
  expect(await forward.isReady()).toBe(false)
  expect(() => forwardTo('the api', false)).toThrow('API_URL is "the api"')
})
