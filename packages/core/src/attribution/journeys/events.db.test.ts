import { deliveryChannels, eventTypes } from '@throughline/canonical/event'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withdrawBatch } from '../../events/import/withdraw.store.ts'
import type { TakenEvent } from '../../events/judged.ts'
import { ensureMonths } from '../../events/index.ts'
import { writeEvents } from '../../events/write-events.ts'
import { testNow } from '../../ledger/testing/ledger-fixture.ts'
import { checkAttribution } from '../check-attribution.ts'
import { silentContacts } from '../fitting/silent.store.ts'
import { donor, story, type Story } from '../testing/story.ts'

const happenedAt = Date.parse('2026-11-09T18:00:00Z')
const eventId = randomUUID()

let s: Story
beforeAll(async () => {
  s = await story()
  await ensureMonths(s.t.database, [happenedAt], testNow)
})
afterAll(() => s.t.drop())

/** A text that this contact clicked, always the same one. */
function clicks(contactNo: number): Promise<number> {
  return happens({
    ...{ eventId, kind: eventTypes.campaign_clicked.code, contactNo, campaign: 'fall' },
    channel: deliveryChannels.indexOf('sms') + 1,
    properties: JSON.stringify({ $context: { click_ids: { fbclid: 'abcdefghijklmnopqrstuvwxyz' } } }),
  })
}
async function happens(more: Pick<TakenEvent, 'eventId' | 'kind'> & Partial<TakenEvent>): Promise<number> {
  const event: TakenEvent = {
    ...{ happenedAt, late: false, source: 'web', person: undefined, campaign: undefined, creative: undefined },
    ...{ region: undefined, channel: 0, amount: null, withheld: false, engagement: undefined, properties: '{}' },
    ...more,
  }
  const { batch } = await s.inside((inside) =>
    writeEvents(inside, { events: [event], deliveries: [], origin: 'import', keyring: s.keyring, now: testNow }),
  )
  return batch ?? 0
}
const takeBack = (batch: number) => s.inside((inside) => withdrawBatch(inside, { batch, originId: randomUUID() }))
const touches = async () => (await s.t.superuser<{ n: number }[]>`select n from journey`).map(({ n }) => n)
const clicksSeen = async () => (await s.t.superuser`select 1 from click_seen`).length

test('an event that was taken back touched nobody, and touches once when it comes again', async () => {
  await s.gives('g1', donor('ada'))
  const batch = await clicks(1)
  await s.attribute()
  expect([await s.credit(), await touches(), await clicksSeen()]).toEqual([{ 'sms fall': 2500 }, [1], 1])
  await takeBack(batch)
  await s.attribute()
  expect([await s.credit(), await touches(), await clicksSeen()]).toEqual([{ nowhere: 2500 }, [0], 0])
  const again = await clicks(1)
  await s.attribute()
  expect([await s.credit(), await touches(), await clicksSeen()]).toEqual([{ 'sms fall': 2500 }, [1], 1])
  expect(await s.inside(checkAttribution)).toMatchObject({ ok: true, waiting: false })
  await takeBack(again)
  await s.attribute()
})

test('who was touched by nothing else is not among those who were touched and gave nothing', async () => {
  const november = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-30T00:00:00.000Z', most: 9 }
  const silent = () => s.inside((inside) => silentContacts(inside, november))
  await s.isTouched('t', donor('ben'))
  const batch = await clicks(3)
  expect((await silent()).chosen.toSorted()).toEqual([2, 3])
  await takeBack(batch)
  expect(await silent()).toEqual({ all: 1, chosen: [2] })
})

test('an event that is no touch itself may tell whose phone it is that a text went to', async () => {
  const phone = '+13145550142'
  await s.isTouched('text', { anonymousKey: 'a phone', phone }, { campaign: 'phones' })
  await s.attribute()
  expect(await s.credit()).toEqual({ nowhere: 2500 })
  await happens({
    ...{ eventId: randomUUID(), kind: eventTypes.user_purchased.code },
    person: { key: { kind: 'email', text: 'ada@example.org' }, others: [{ kind: 'phone', text: phone }] },
  })
  await s.attribute()
  expect(await s.credit()).toEqual({ 'sms phones': 2500 })
})
