import { setTimeout as pause } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import {
  catchUp,
  demoSecrets,
  openSource,
  openStory,
  plantDemo,
  post,
  runTrickle,
  world as makeWorld,
  type DemoHouse,
  type NoticeUrls,
} from '@throughline/world'
import type { EventsDoor } from './demo-file.ts'
import type { LinesImported } from './import-lines.ts'
import { connectRpc } from './rpc.ts'
import type { DemoState } from './state.ts'
import {
  packRequest,
  packResponse,
  unpackRequest,
  unpackResponse,
  type WireRequest,
  type WireResponse,
} from './wire.ts'

/**
 * The demo's outside world, in a thread of its own: making 142,000 gifts takes seconds, during which the house must go on
 * answering. It reaches the house only by the calls that the other side answers.
 */
const { seed, endInstant, size, secret } = workerData as DemoState
if (!parentPort) throw new Error('this runs as a worker thread')

const now = () => new Date()
const sleep = async (ms: number, signal?: AbortSignal) => {
  await pause(ms, undefined, { signal }).catch(() => {})
}
const world = makeWorld(seed, endInstant, size)
const secretsOf = (slug: string) => demoSecrets(secret, slug)
const source = openSource(world, {
  clock: { now, sleep, advance: () => {}, slept: [] },
  random: Math.random,
  secretsOf,
  secret,
  storeUrl: 'https://reports.demo.invalid',
})
/** Where what led to gifts is told; nowhere before the demo runs. */
const events = new Map<string, EventsDoor>()
const story = openStory(world, source, { keyOf: (slug) => events.get(slug)?.key })
let untold: ReturnType<typeof catchUp> = []

const call = connectRpc(parentPort, {
  fetch: async (request: WireRequest): Promise<WireResponse | undefined> => {
    const answer = source.fetch(unpackRequest(request))
    return answer && packResponse(await answer)
  },
  plant: () => {
    const passwords = (workerData as DemoState).passwords.values()
    return plantDemo({
      world,
      source,
      house,
      password: () => passwords.next().value ?? '',
      secretsOf,
      onProgress: (stage, fraction) => void call('progress', stage, fraction),
      onReady: async (demo) => void (await call('ready', demo)),
    })
  },
  /** After an earlier start planted it: all that has happened since is in the books. */
  resume: (to: number, doors: EventsDoor[]) => {
    for (const each of doors) events.set(each.slug, each)
    for (const { showLateRows, systems } of source.clients) {
      showLateRows()
      for (const { once, befall } of systems.matters) if (!once) befall()
    }
    untold = catchUp(story, to)
  },
  trickle: (urls: Record<string, Record<string, NoticeUrls>>, doors: EventsDoor[], from: number | null) => {
    for (const each of doors) events.set(each.slug, each)
    const urlsOf = (slug: string, connector: string): NoticeUrls | undefined =>
      connector === 'events' ? { events: events.get(slug)?.url ?? '' } : urls[slug]?.[connector]
    const failed = (error: unknown) => void call('failed', error instanceof Error ? error.message : String(error))
    for (const { place, systems } of source.clients)
      for (const { connector, hear } of systems.all) hear(urlsOf(place.client.slug, connector) ?? {})
    const late = async () => {
      for (const { slug, deliveries } of untold.splice(0))
        for (const delivery of deliveries) await post(delivery, urlsOf(slug, 'events') ?? {}, { send }).catch(failed)
    }
    void late()
    return runTrickle({
      story,
      urlsOf,
      random: Math.random,
      send,
      now,
      sleep,
      signal: new AbortController().signal,
      from: from ?? world.end,
      onFailure: failed,
    })
  },
})

const send = async (request: Request): Promise<Response> =>
  unpackResponse((await call('send', await packRequest(request))) as WireResponse)

const house: DemoHouse = {
  createAgency: async (...args) => (await call('createAgency', ...args)) as { agencyId: string },
  createTenant: async (...args) => (await call('createTenant', ...args)) as { tenantId: string; slug: string },
  admit: async (...args) => void (await call('admit', ...args)),
  createConnection: async (...args) =>
    (await call('createConnection', ...args)) as { connectionId: string; urls: NoticeUrls },
  historyRead: async (tenantId, connectionId, onProgress) => {
    for (;;) {
      const fraction = (await call('historyRead', tenantId, connectionId)) as number
      onProgress(fraction)
      if (fraction >= 1) return
      await sleep(300)
    }
  },
  importEvents: async (tenantId, { name, text }) => {
    for (;;) {
      let stands = (await call('importEvents', tenantId, name)) as LinesImported
      if (stands === 'wanted') stands = (await call('importEvents', tenantId, name, text)) as LinesImported
      if (stands === 'written') return
      await sleep(300)
    }
  },
  setGoal: async (...args) => void (await call('setGoal', ...args)),
  readNow: async (...args) => void (await call('readNow', ...args)),
  send,
}
