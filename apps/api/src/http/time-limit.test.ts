import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { timeLimit } from './time-limit.ts'
import type { HttpEnv } from './variables.ts'

const app = new Hono<HttpEnv>()
app.use('/slow', timeLimit(1))
app.get('/slow', () => new Promise<Response>(() => {}))
app.use('/quick', timeLimit(60_000))
app.get('/quick', () => new Response('here'))
app.onError(() => new Response('failed', { status: 500 }))
app.use('/broken', timeLimit(60_000))
app.get('/broken', () => Promise.reject(new Error('no')))

test('whoever waits too long is told to come back', async () => {
  const answer = await app.request('/slow')
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('5')
})

test('an answer in time is the answer, and a failure in time the failure', async () => {
  expect(await (await app.request('/quick')).text()).toBe('here')
  expect((await app.request('/broken')).status).toBe(500)
})
