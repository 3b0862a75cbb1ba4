import { expect, test } from 'vitest'
import { Event, splitEvent } from './events.ts'
import { mapMessage } from './map.ts'
import legacy from './samples/event-legacy.json' with { type: 'json' }
import event from './samples/event.json' with { type: 'json' }
import message from './samples/message.json' with { type: 'json' }
import { Message } from './schema.ts'

test('both generations of events name their record', () => {
  expect(splitEvent(Event.parse(event))).toEqual([{ stream: 'messages', key: 'AC7f3e55' }])
  expect(splitEvent(Event.parse(legacy))).toEqual([{ stream: 'messages', key: 'AC24a8' }])
})

test('a text of the sample is read as it is', () => {
  const records = mapMessage(Message.parse(message))
  expect(records.map(({ kind }) => kind)).toEqual(['message', 'touchpoint', 'consent'])
  expect(records[0]).toMatchObject({ direction: 'in', status: 'received', happenedAt: '2026-09-14T15:05:00.000Z' })
})
