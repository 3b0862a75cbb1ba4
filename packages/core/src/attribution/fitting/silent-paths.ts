import type { PersonHistory } from '../journeys/fact-of-person.ts'
import { touchesOf } from '../journeys/touches-of.ts'
import { isView } from '../journeys/touch.ts'
import type { Readers } from '../journeys/touch-of-fact.ts'
import { inWindow, type NamedPath, type Window } from '../models/index.ts'

/**
 * Journeys that led to nothing: of each person the touches within the window before their last one, as if they had been going to give
 * then. Each stands for `weight` people.
 */
export function silentPaths(
  people: readonly PersonHistory[],
  { readers, window, weight }: { readers: Readers; window: Window; weight: number },
): NamedPath[] {
  return people.flatMap((person): NamedPath[] => {
    const touches = touchesOf(person, readers)
    const last = touches.at(-1)
    if (!last) return []
    const led = touches.filter((touch) => inWindow(window, (last.at - touch.at) / 1000, isView(touch.type)))
    return [{ touches: led.map(({ place }) => place.channel), conversions: 0, value: 0, nulls: weight }]
  })
}
