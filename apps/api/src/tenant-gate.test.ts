import { TooMany } from '@throughline/canonical'
import { expect, test } from 'vitest'
import { createTenantGate } from './tenant-gate.ts'

const now = () => new Date('2026-11-20T15:00:00Z')
/** Work that goes on until it is told to end. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { fn: () => promise, end: resolve }
}

test('four queries of a client run at once, the fifth when one has ended', async () => {
  const gate = createTenantGate({ now })
  const four = [held(), held(), held(), held()]
  const running = four.map((each) => gate.run('a', each.fn))
  let started = false
  const fifth = gate.run('a', async () => {
    started = true
  })
  await Promise.resolve()
  expect(started).toBe(false)
  expect(gate.waiting()).toBe(1)
  four[0]?.end()
  await fifth
  expect(started).toBe(true)
  expect(gate.waiting()).toBe(0)
  for (const each of four) each.end()
  await Promise.all(running)
})

test('a client that fills its line is told to come back, and another client feels nothing', async () => {
  const gate = createTenantGate({ atOnce: 1, mayWait: 1, now })
  const one = held()
  const running = [gate.run('a', one.fn), gate.run('a', one.fn)]
  const refused = gate.run('a', one.fn)
  await expect(refused).rejects.toThrow(TooMany)
  await expect(refused).rejects.toMatchObject({ retryAt: new Date('2026-11-20T15:00:01Z') })
  await expect(gate.run('b', async () => 'at once')).resolves.toBe('at once')
  one.end()
  await Promise.all(running)
  await expect(gate.run('a', async () => 'again')).resolves.toBe('again')
})

test('waiting too long is refused, and gives up the place in line', async () => {
  const gate = createTenantGate({ atOnce: 1, mayWait: 1, longestWaitMs: 1, now })
  const one = held()
  const running = gate.run('a', one.fn)
  await expect(gate.run('a', one.fn)).rejects.toThrow(TooMany)
  expect(gate.waiting()).toBe(0)
  one.end()
  await running
})

test('a query that fails gives its place to the next', async () => {
  const gate = createTenantGate({ atOnce: 1, now })
  await expect(gate.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(gate.run('a', async () => 1)).resolves.toBe(1)
})
