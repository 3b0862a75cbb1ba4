import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeFields } from './form.ts'

test('a form is drawn from the schema alone', () => {
  const schema = z.object({
    accountId: z.string().min(1).meta({ title: 'Account', description: 'From the settings page.', placeholder: '12' }),
    since: z.iso.date(),
    archived: z.boolean().default(false),
    pages: z.number().optional(),
    region: z.enum(['us', 'eu']),
    ids: z.array(z.string()),
    webhookUser: z.string().default('').meta({ secret: false, generate: true }),
  })
  const fields = describeFields(schema, { secret: false })
  expect(fields.map(({ name, label, type, required }) => [name, label, type, required])).toEqual([
    ['accountId', 'Account', 'text', true],
    ['since', 'Since', 'date', true],
    ['archived', 'Archived', 'boolean', false],
    ['pages', 'Pages', 'number', false],
    ['region', 'Region', 'choice', true],
    ['ids', 'Ids', 'list', true],
    ['webhookUser', 'Webhook user', 'text', false],
  ])
  expect(fields[0]).toMatchObject({ help: 'From the settings page.', placeholder: '12', secret: false })
  expect(fields[4]?.options).toEqual(['us', 'eu'])
  expect(fields[6]?.generate).toBe(true)
})

test('a secret is a password unless its schema says that it is none', () => {
  const schema = z.object({ key: z.string(), user: z.string().meta({ secret: false }) })
  expect(describeFields(schema, { secret: true }).map(({ type, secret }) => [type, secret])).toEqual([
    ['password', true],
    ['text', false],
  ])
})

test('what signing in makes is in no form', () => {
  const schema = z
    .object({
      token: z.string().optional(),
      oauth: z.object({ accessToken: z.string() }).optional().meta({ hidden: true }),
    })
    .refine(({ token, oauth }) => token ?? oauth, 'a token, or sign in')
  expect(describeFields(schema, { secret: true }).map(({ name }) => name)).toEqual(['token'])
})
