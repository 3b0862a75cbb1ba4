import { openThreads, type Threads } from '../../threads/index.ts'
import { cohorts, funnel, people, type PeopleWork } from './work.ts'

/** Threads on which people of many events are worked out. */
export const peopleThreads = (most: number): Threads => openThreads(new URL('./work.ts', import.meta.url), { most })

/** Above so many events another thread does it: fewer take less than about 20 ms, and sending them costs some of that. */
const eventsHere = 200_000
const here: { [Name in keyof PeopleWork]: (input: PeopleWork[Name]['input']) => PeopleWork[Name]['output'] } = {
  funnel,
  people,
  cohorts,
}

/** Works something out, here or on another thread as it is large. */
export async function workOut<Name extends keyof PeopleWork>(
  threads: Pick<Threads, 'run'> | undefined,
  name: Name,
  input: PeopleWork[Name]['input'],
  events: number,
): Promise<PeopleWork[Name]['output']> {
  return threads === undefined || events <= eventsHere ? here[name](input) : threads.run(name, input)
}
