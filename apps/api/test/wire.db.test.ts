import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { donationBody } from './house/donation.ts'
import { openHouse, type House } from './house/open-house.ts'
import { connect, type Hooks } from './house/webhook.ts'

let house: House
let hooks: Hooks
let server: Server
let url: string
beforeAll(async () => {
  house = await openHouse()
  house.actblue.setRows([])
  hooks = await connect(house, 'harbor-table', await house.as('olive'))
  const listener = getRequestListener((request, carrier) => house.api.fetch(request, carrier))
  server = createServer((request, response) => void listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await house.close()
})

const headers = {
  'content-type': 'application/json',
  authorization: `Basic ${Buffer.from('gifts:s3cret-gifts').toString('base64')}`,
}
const post = (body: string) => fetch(`${url}${hooks.path()}`, { method: 'POST', headers, body })
const streams = async () => (await (await fetch(`${url}/metrics`)).text()).match(/throughline_live_streams (\d+)/)?.[1]

test('a delivery over a socket is taken with an empty answer', async () => {
  const answer = await post(JSON.stringify(donationBody({ lineitemId: 840_000_001 })))
  expect(answer.status).toBe(200)
  expect(await answer.text()).toBe('')
})

test('a body that is too long is answered, and the next request is too', async () => {
  const answer = await post(`"${'x'.repeat(3 * 1024 * 1024)}"`)
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ title: 'Unknown shape', errors: [{ field: 'body' }] })
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
})

test('a browser that goes away takes its stream with it', async () => {
  const leaving = new AbortController()
  const { token } = await house.as('sam')
  const live = await fetch(`${url}/live`, {
    headers: { cookie: `throughline_session=${token}` },
    signal: leaving.signal,
  })
  expect(live.headers.get('content-type')).toContain('text/event-stream')
  expect(await streams()).toBe('1')
  leaving.abort()
  await vi.waitFor(async () => expect(await streams()).toBe('0'), { timeout: 5_000 })
})
