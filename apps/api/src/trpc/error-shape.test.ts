import { Conflict, Forbidden, Invalid, NotFound, TooMany, Unauthenticated } from '@throughline/canonical'
import { TRPCError } from '@trpc/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { asTrpcError, errorFacts } from './error-shape.ts'

const thrown = (cause: unknown) => asTrpcError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause }))

test.each([
  [new NotFound('gone'), 'NOT_FOUND'],
  [new Forbidden('no'), 'FORBIDDEN'],
  [new Unauthenticated('who'), 'UNAUTHORIZED'],
  [new Conflict('twice'), 'CONFLICT'],
  [new Invalid('odd', 'name'), 'BAD_REQUEST'],
  [new TooMany('slow', new Date('2026-11-20T15:00:09Z')), 'TOO_MANY_REQUESTS'],
])('%s becomes %s and keeps its words', (error, code) => {
  const shaped = thrown(error)
  expect(shaped.code).toBe(code)
  expect(errorFacts(shaped).message).toBe(error.message)
})

test('wrong input names its field, and a late one when to come back', () => {
  expect(errorFacts(thrown(new Invalid('odd', 'settings.name')))).toMatchObject({ field: 'settings.name' })
  const at = new Date('2026-11-20T15:00:09Z')
  expect(errorFacts(thrown(new TooMany('slow', at)))).toMatchObject({ retryAt: at.toISOString() })
})

test('input of a wrong shape names the first field, not what was sent', () => {
  const { error } = z.object({ email: z.email() }).safeParse({ email: 'secret-thing' })
  const facts = errorFacts(new TRPCError({ code: 'BAD_REQUEST', cause: error }))
  expect(facts.field).toBe('email')
  expect(JSON.stringify(facts)).not.toContain('secret-thing')
})

test('a bug of ours says nothing', () => {
  const facts = errorFacts(thrown(new Error('password hunter2 at column 7')))
  expect(facts.message).toBe('Something went wrong here. We have been told.')
  const unknown = new TRPCError({ code: 'NOT_FOUND', message: 'No procedure found on path "ada@example.org"' })
  expect(errorFacts(unknown).message).toBe('Not found.')
})
