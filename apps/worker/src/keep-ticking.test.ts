import { expect, test } from 'vitest'
import { keepTicking } from './keep-ticking.ts'
import type { Swept } from './living-pools.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

const nothing: Swept = { freed: 0, suspected: 0 }

/** A ticker whose seconds pass when the test says so. */
function ticker() {
  let due: (() => void) | undefined
  const did: string[] = []
  const it = {
    did,
    held: true as boolean | Error,
    found: nothing,
    waiting: () => due !== undefined,
    second: async () => {
      const run = due
      due = undefined
      run?.()
      await settled()
    },
    stop: async () => {},
  }
  it.stop = keepTicking({
    alive: {
      holds: async () => {
        if (it.held instanceof Error) throw it.held
        return it.held
      },
      sweep: async () => {
        did.push('sweep')
        return it.found
      },
    },
    tick: async () => void did.push('tick'),
    after: (_ms, run) => {
      due = run
      return () => (due = undefined)
    },
    say: (_level, message) => void did.push(message),
  })
  return it
}

test('it looks every second, and for what dead workers left every third', async () => {
  const it = ticker()
  await settled()
  for (let n = 0; n < 3; n += 1) await it.second()
  expect(it.did).toEqual(['sweep', 'tick', 'tick', 'tick', 'sweep', 'tick'])
})

test('a pool that looks dead is looked at again in the next second', async () => {
  const it = ticker()
  it.found = { freed: 0, suspected: 1 }
  await settled()
  it.found = { freed: 1, suspected: 0 }
  await it.second()
  await it.second()
  expect(it.did).toEqual(['sweep', 'tick', 'sweep', 'tick', 'tick'])
})

test('without its lock it looks for nothing, and goes on once it holds it again', async () => {
  const it = ticker()
  await settled()
  it.did.splice(0)
  it.held = false
  await it.second()
  await it.second()
  it.held = new Error('no connection')
  await it.second()
  expect(it.did).toEqual(['this worker lost its lock', 'looking for due work failed'])
  it.held = true
  await it.second()
  expect(it.did.slice(2)).toEqual(['this worker’s lock was taken again', 'tick'])
})

test('stopped it looks no more', async () => {
  const it = ticker()
  await settled()
  await it.stop()
  expect(it.waiting()).toBe(false)
})
