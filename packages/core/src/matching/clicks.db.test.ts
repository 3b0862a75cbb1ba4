import { afterAll, beforeAll, expect, test } from 'vitest'
import { donor, story, type Story } from '../attribution/testing/story.ts'

let s: Story
beforeAll(async () => {
  s = await story()
})
afterAll(() => s.t.drop())

const id = 'IwZXh0bgNhZW0BMABhZGlkAAabcdefghijklmnopqrstuvwxyz0123456789'

test('a visit that is told after the gift gives the gift its place, by an id that was cut', async () => {
  await s.gives('g1', donor('ada'), {
    refcodes: { refcode2: `fb_${id.slice(0, 47)}` },
    clickIds: { fbclid: { value: id.slice(0, 47), truncated: true } },
  })
  await s.attribute()
  expect(await s.credit()).toEqual({ nowhere: 2500 })
  await s.isTouched('visit', donor('ada elsewhere'), {
    ...{ type: 'click', channel: 'ads', campaign: 'fall', clickIds: { fbclid: { value: id, truncated: false } } },
  })
  await s.attribute()
  expect(await s.credit()).toEqual({ 'ads fall': 2500 })
})

test('an id that two people brought is named, and credits neither', async () => {
  await s.isTouched('visit 2', donor('somebody'), {
    ...{ type: 'click', channel: 'ads', campaign: 'fall', clickIds: { fbclid: { value: id, truncated: false } } },
  })
  await s.attribute()
  const [journey] = await s.t.superuser<{ finding: { trouble: string; concerns: unknown[] } }[]>`
    select finding from journey where tenant_id = ${s.tenantId} and source_key = 'g1'`
  expect(journey?.finding).toMatchObject({
    trouble: 'click_id_twice',
    concerns: [{ key: 'visit' }, { key: 'visit 2' }],
  })
  expect(await s.credit()).toEqual({ nowhere: 2500 })
})
