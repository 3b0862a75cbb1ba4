import { standardPlan, type Plan } from '@throughline/core/api-keys'

/** What every client may send: `THROUGHLINE_EVENTS_PER_SECOND` raises or lowers the standard. @throws Error for what is no whole number */
export function readPlan(env: NodeJS.ProcessEnv): Plan {
  const said = env['THROUGHLINE_EVENTS_PER_SECOND']
  if (said === undefined || said === '') return standardPlan
  const eventsPerSecond = Number(said)
  if (!Number.isSafeInteger(eventsPerSecond) || eventsPerSecond < 1)
    throw new Error('THROUGHLINE_EVENTS_PER_SECOND is to be a whole number, 1 or more')
  // A whole request must fit into what a quiet client may send at once.
  return { ...standardPlan, eventsPerSecond, eventsBurst: Math.max(1_000, 2 * eventsPerSecond) }
}
