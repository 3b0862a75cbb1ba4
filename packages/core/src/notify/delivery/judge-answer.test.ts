import { describe, expect, test } from 'vitest'
import { judgeAnswer, triesInAll } from './judge-answer.ts'
import { NotAllowed } from './post-webhook.ts'

const now = new Date('2026-11-20T15:00:00Z')
const judge = (status: number, retryAfter: string | null = null, tries = 1) =>
  judgeAnswer({ status, retryAfter }, { tries, now, random: 0 })
const broken = (code: string) => judgeAnswer(Object.assign(new Error('x'), { code }), { tries: 1, now, random: 0 })

describe('an answer', () => {
  test('of success is the end; a refusal is too, and says why', () => {
    expect(judge(200)).toEqual({ is: 'sent' })
    expect(judge(202)).toEqual({ is: 'sent' })
    expect(judge(404)).toEqual({ is: 'failed', why: 'There is nothing at this address (404).' })
    expect(judge(302)).toMatchObject({ is: 'failed', why: expect.stringContaining('not followed') as string })
    expect(judge(400)).toMatchObject({ is: 'failed' })
    expect(judgeAnswer(new NotAllowed('It leads to a private address.'), { tries: 1, now, random: 0 })).toEqual({
      is: 'failed',
      why: 'It leads to a private address.',
    })
  })

  test('that it is too often is tried again when it says, within an hour', () => {
    const at = (header: string | null) => {
      const verdict = judge(429, header)
      return verdict.is === 'again' ? (verdict.at.getTime() - now.getTime()) / 1_000 : undefined
    }
    expect(at('120')).toBe(120)
    expect(at('Fri, 20 Nov 2026 15:05:00 GMT')).toBe(300)
    expect(at('999999')).toBe(3_600)
    expect(at('soon')).toBe(7.5)
    expect(at(null)).toBe(7.5)
  })

  test('of trouble, and none at all, are tried again, later each time, and in the end given up', () => {
    const pauses = Array.from({ length: triesInAll }, (_, i) => judge(500, null, i + 1)).map((verdict) =>
      verdict.is === 'again' ? verdict.at.getTime() - now.getTime() : undefined,
    )
    expect(pauses.at(-1)).toBeUndefined()
    const waited = pauses.slice(0, -1).map((each) => each ?? 0)
    expect(waited).toEqual(waited.toSorted((a, b) => a - b))
    expect(waited.every((each) => each > 0)).toBe(true)
    expect(judge(500, null, triesInAll)).toMatchObject({ is: 'failed' })
    expect(broken('ECONNREFUSED')).toMatchObject({ is: 'again', why: 'It took no connection.' })
    expect(broken('ENOTFOUND')).toMatchObject({ is: 'again', why: 'Its name leads nowhere.' })
    expect(broken('ECONNRESET')).toMatchObject({ is: 'again', why: 'The connection broke.' })
  })
})
