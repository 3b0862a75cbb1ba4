import { expect, test } from 'vitest'
import { describeError } from './describe-error.ts'

test('an error is described by class, code and place, and never by what was in it', () => {
  const database = Object.assign(new Error('Key (login)=(ada@example.org) already exists.'), {
    name: 'PostgresError',
    code: '23505',
    constraint_name: 'app_user_login_unique',
    table_name: 'app_user',
    detail: 'Key (login)=(ada@example.org)',
  })
  const wrapped = new Error('Failed query: insert … params: ada@example.org', { cause: database })
  const described = describeError(wrapped)
  expect(described).toMatchObject({
    type: 'Error',
    cause: { type: 'PostgresError', code: '23505', constraint: 'app_user_login_unique', table: 'app_user' },
  })
  expect(described.at[0]).toMatch(/^at .*describe-error\.test\.ts/)
  expect(JSON.stringify(described)).not.toContain('ada@example.org')
})

test('a message of several lines does not come in by way of the stack', () => {
  const described = describeError(new SyntaxError('Unexpected token\nada@example.org\n   at the end'))
  expect(JSON.stringify(described)).not.toContain('ada@')
})

test('what is no error is described by its type', () => {
  expect(describeError('ada@example.org')).toEqual({ type: 'string', at: [] })
})
