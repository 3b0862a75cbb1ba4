import type { PersonHistory } from './fact-of-person.ts'
import { touchOfEvent } from './touch-of-event.ts'
import { touchOfFact, type Readers } from './touch-of-fact.ts'
import { inOrder, type Touch } from './touch.ts'

/** Every touch of one person in order. Of one message the furthest it came: that it was sent says nothing beside that it arrived. */
export function touchesOf(person: PersonHistory, readers: Readers): Touch[] {
  const arrived = new Set(
    person.touchpoints.flatMap(({ source, value }) =>
      value['type'] === 'text_delivered' || value['type'] === 'email_opened'
        ? [`${source}\0${String(value['message'])}`]
        : [],
    ),
  )
  const facts = person.touchpoints.filter(
    ({ source, value }) =>
      !(value['type'] === 'text_sent' || value['type'] === 'email_sent') ||
      !arrived.has(`${source}\0${String(value['message'])}`),
  )
  return [
    ...facts.flatMap((fact) => touchOfFact(fact, readers) ?? []),
    ...person.events.flatMap((event) => touchOfEvent(event, readers) ?? []),
  ].sort(inOrder)
}
