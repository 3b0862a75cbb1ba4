import { problemResponse } from './problem.ts'
import type { HttpMiddleware } from './variables.ts'

/** Answers 503 when the answer takes longer than anybody would wait; what was asked may still be finishing. */
export function timeLimit(ms: number): HttpMiddleware {
  return async (c, next) => {
    const { promise: late, resolve } = Promise.withResolvers<'late'>()
    const timer = setTimeout(() => resolve('late'), ms)
    try {
      if ((await Promise.race([next(), late])) === 'late')
        c.res = problemResponse({ title: 'This took too long', status: 503 }, { 'retry-after': '5' })
    } finally {
      clearTimeout(timer)
    }
    return undefined
  }
}
