import { createCore, type Core } from '../src/core.ts'
import type { Ports } from '../src/ports.ts'
import { madeUpTime, quiet } from '../src/testing/made-up-time.ts'
import { mapStore } from '../src/testing/map-store.ts'
import type { Outcome, Step, Vector } from './vector.ts'

/** Lives through one vector with our own tracker: the true time, the network and the storage are all made up. */
export async function runVector(vector: Vector): Promise<Outcome> {
  const stored = new Map<string, string>()
  const outcome: Outcome = { requests: [], problems: [], queued: 0, storesNothing: false }
  const answers = [...(vector.answers ?? [])]
  const ids = structuredClone(vector.ids)
  const time = madeUpTime(Date.parse(vector.steps[0]?.at ?? ''))
  let page: ReturnType<NonNullable<Ports['page']>> = { url: 'https://give.example.org/' }
  let isOnline = true
  let core: Core | undefined
  /** A page that was left hears nothing any more. */
  let life = 0

  const hear = (via: 'request' | 'beacon', body: string) => {
    outcome.requests.push({ at: new Date(time.now()).toISOString(), via, body: withoutLibrary(body) })
  }
  const ports = (mine: number): Ports => ({
    store: mapStore(stored),
    now: () => time.now() + (vector.clockAheadSeconds ?? 0) * 1_000,
    after: (ms, run) => time.after(ms, () => mine === life && run()),
    id(kind) {
      const id = ids[kind].shift()
      if (!id) throw new Error(`the vector has too few ${kind} ids`)
      return id
    },
    random: () => 0,
    async send(body) {
      hear('request', body)
      const answer = answers.shift() ?? { status: 200 }
      if (answer === 'none') throw new TypeError('nobody answers')
      return answer
    },
    beacon(body) {
      hear('beacon', body)
      return true
    },
    alone: (work) => work(),
    online: () => isOnline,
    page: () => page,
  })
  const see = (to: { url: string; title?: string; referrer?: string }) => {
    page = { ...to, path: new URL(to.url).pathname }
  }
  const start = () => {
    const options = { ...vector.options, key: 'tlb_vector', endpoint: 'https://data.example.org/v1/events' }
    const onProblem = ({ kind }: { kind: string }) => outcome.problems.push(kind)
    core = createCore({ ...options, onProblem }, ports(++life), { source: 'web', platform: 'Web' })
  }

  for (const step of vector.steps) {
    await time.goTo(step.at ? Date.parse(step.at) : time.now())
    if (step.do === 'start' && step.page) see(step.page)
    if (step.do === 'start') start()
    else if (step.do === 'go') see(step.page)
    else if (step.do === 'offline') isOnline = false
    else if (!core) throw new Error('a vector begins with start')
    else {
      if (step.do === 'online') isOnline = true
      await call(core, step)
    }
    await quiet()
  }
  outcome.queued = [...stored.keys()].filter((key) => key.startsWith('q.')).length
  outcome.storesNothing = [...stored.keys()].every((key) => key === 'consent')
  return outcome
}

/** What a step asks of the tracker. */
function call(core: Core, step: Exclude<Step, { do: 'start' | 'go' }>): void | Promise<void> {
  switch (step.do) {
    case 'track':
      return core.track(step.type, step.properties)
    case 'page':
      return core.page(step.properties)
    case 'identify':
      return core.identify(step.userId)
    case 'grant':
      return core.consent.grant(step.purposes)
    case 'withdraw':
      return core.consent.withdraw()
    case 'online':
      return core.wake()
    case 'flush':
    case 'reset':
    case 'leave':
      return core[step.do]()
    case 'offline':
    case 'wait':
      return
  }
}

function withoutLibrary(body: string): unknown {
  const batch = JSON.parse(body) as { events: { context: { library?: { name: string; version: string } } }[] }
  for (const { context } of batch.events) {
    if (!context.library?.name || !context.library.version) throw new Error('an event without its library')
    delete context.library
  }
  return batch
}
