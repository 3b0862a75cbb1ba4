import { AskCustomer, RetryLater } from '@throughline/connector-kit'

const row = { id: 'answer', got: 'harmless' }
const trap = (): never => {
  throw new Error('the trap')
}

/** Pages that are none, and things thrown that are no errors. */
export const answers: Record<string, () => unknown> = {
  'rows that change every object': () => ({
    rows: [
      JSON.parse('{"id":"answer","got":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
    ],
    also: JSON.parse('{"__proto__":[{"id":"x","polluted":1}]}') as object,
    next: JSON.parse('{"__proto__":{"polluted":1}}') as unknown,
    last: true,
  }),
  'a stream that every object has': () => ({ rows: [], also: { constructor: [row] }, next: 1, last: true }),
  'rows that are none': () => ({ rows: { length: 3 }, next: 1, last: true }),
  'a row without end': () => ({ rows: [{ ...row, got: 'x'.repeat(24 * 1024 * 1024) }], next: 1, last: true }),
  'a cursor without end': () => ({ rows: [], next: 'x'.repeat(2 * 1024 * 1024), last: true }),
  'a page that looks back': () => {
    const page: Record<string, unknown> = { rows: [row], next: 1, last: true }
    page['rows'] = [page]
    return page
  },
  'a page made of traps': () => new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap }),
  'throws nothing': () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the point of it
    throw undefined
  },
  'throws traps': () => {
    throw new Proxy(new Error('x'), { get: trap, getPrototypeOf: trap })
  },
  'throws a wait for ever': () => {
    throw new RetryLater('x', { at: new Date(8.64e15) })
  },
  'throws a wait without a time': () => {
    throw new RetryLater('x', { at: new Date(Number.NaN) })
  },
  'throws words without end': () => {
    throw new AskCustomer('x'.repeat(5_000_000), { say: `\u202e${'y'.repeat(5_000_000)}` })
  },
  'throws what somebody gave': () => {
    throw new TypeError('ann@example.com gave 25 dollars')
  },
}
