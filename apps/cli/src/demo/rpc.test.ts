import { MessageChannel } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { connectRpc } from './rpc.ts'
import { packRequest, packResponse, unpackRequest, unpackResponse } from './wire.ts'

const channel = new MessageChannel()
afterEach(() => {
  channel.port1.close()
})

test('each side calls the other, out of order, and a fault arrives as one', async () => {
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const left = connectRpc(channel.port1, { double: (n: number) => n * 2 })
  const right = connectRpc(channel.port2, {
    slow: async () => {
      await held
      return 'late'
    },
    quick: () => 'early',
    fail: () => {
      throw new Error('as said')
    },
  })
  const slow = left('slow')
  expect(await left('quick')).toBe('early')
  release()
  expect(await slow).toBe('late')
  expect(await right('double', 21)).toBe(42)
  await expect(left('fail')).rejects.toThrow('as said')
  await expect(left('missing')).rejects.toThrow('nobody answers to missing')
})

test('a request and an answer cross unchanged, body and all', async () => {
  const body = new Uint8Array([0, 255, 10])
  const headers = { 'content-type': 'application/json', authorization: 'Basic eDp5' }
  const there = unpackRequest(
    await packRequest(new Request('https://a.example/x?y=1', { method: 'POST', headers, body })),
  )
  expect([there.method, there.url, there.headers.get('authorization')]).toEqual([
    'POST',
    'https://a.example/x?y=1',
    'Basic eDp5',
  ])
  expect(new Uint8Array(await there.arrayBuffer())).toEqual(body)
  const back = unpackResponse(await packResponse(new Response('gone', { status: 410, headers: { 'x-why': 'old' } })))
  expect([back.status, back.headers.get('x-why'), await back.text()]).toEqual([410, 'old', 'gone'])
})
