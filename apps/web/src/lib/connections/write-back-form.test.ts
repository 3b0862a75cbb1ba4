import { expect, test } from 'vitest'
import { fieldName, readFields, writtenNames } from './write-back-form.ts'

test('a form’s fields are read by part, and empty ones are none', () => {
  const typed = new Map([
    [fieldName('contact', 'influence'), ' tl_influence '],
    [fieldName('contact', 'model'), '  '],
    [fieldName('deal', 'campaign_influence'), 'Throughline'],
    ['deal.somethingElse', 'x'],
  ])
  expect(readFields(typed)).toEqual({
    contact: { influence: 'tl_influence' },
    deal: { campaign_influence: 'Throughline' },
  })
})

test('shares of campaigns are offered for deals alone, and only where the CRM takes them', () => {
  expect(writtenNames('deal', true)).toContain('campaign_influence')
  expect(writtenNames('deal', false)).not.toContain('campaign_influence')
  expect(writtenNames('contact', true)).not.toContain('campaign_influence')
})
