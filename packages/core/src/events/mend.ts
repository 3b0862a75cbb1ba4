import { Invalid } from '@throughline/canonical'

/**
 * One change to every event of a group before it is tried again. `make`: an id of its own, the same at every try, so that an event
 * without one is still written once.
 */
export type Mending =
  | { set: { path: string; value: string | number | boolean | null } }
  | { rename: { from: string; to: string } }
  | { make: 'event_id' }

const mostSteps = 20
const part = /^[A-Za-z_$][\w$-]{0,63}$/
const unsafe = new Set(['__proto__', 'constructor', 'prototype'])
/** Giving all events one id would leave one of them; giving them one time would not be when they happened. */
const onesOwn: readonly string[] = ['event_id', 'timestamp']

/** @throws Invalid naming the step that cannot be used */
export function checkMending(mending: readonly Mending[]): void {
  if (mending.length > mostSteps) throw new Invalid(`At most ${mostSteps} changes.`, 'mending')
  for (const step of mending) {
    if ('make' in step) continue
    for (const path of 'set' in step ? [step.set.path] : [step.rename.from, step.rename.to]) partsOf(path)
    if ('set' in step && onesOwn.includes(step.set.path))
      throw new Invalid(`${step.set.path} is each event’s own: it cannot be the same in all.`, 'mending')
  }
}

/** The event with the changes made, in order; what was sent stays as it is. @param id what `make` gives it */
export function mend(item: unknown, mending: readonly Mending[], id: string): unknown {
  if (mending.length === 0 || typeof item !== 'object' || item === null || Array.isArray(item)) return item
  const mended = structuredClone(item) as Record<string, unknown>
  for (const step of mending) {
    if ('make' in step) mended['event_id'] = id
    else if ('set' in step) put(mended, step.set.path, step.set.value)
    else {
      const value = take(mended, step.rename.from)
      if (value !== undefined) put(mended, step.rename.to, value)
    }
  }
  return mended
}

function partsOf(path: string): [string, ...string[]] {
  const parts = path.split('.')
  if (parts.length > 6 || !parts.every((each) => part.test(each) && !unsafe.has(each)))
    throw new Invalid('Not a field that can be changed.', 'mending')
  return parts as [string, ...string[]]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function put(into: Record<string, unknown>, path: string, value: unknown): void {
  const parts = partsOf(path)
  const last = parts.pop() ?? ''
  let at = into
  for (const each of parts) {
    const next = at[each]
    at = at[each] = isObject(next) ? next : {}
  }
  at[last] = value
}

/** Takes the value out of its place. */
function take(from: Record<string, unknown>, path: string): unknown {
  const parts = partsOf(path)
  const last = parts.pop() ?? ''
  let at: unknown = from
  for (const each of parts) at = isObject(at) ? at[each] : undefined
  if (!isObject(at)) return undefined
  const value = at[last]
  delete at[last]
  return value
}
