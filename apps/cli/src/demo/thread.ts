import { setTimeout as pause } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import {
  catchUp,
  demoSecrets,
  openSource,
  openStory,
  plantDemo,
  runTrickle,
  world as makeWorld,
  type DemoHouse,
  type NoticeUrls,
} from '@throughline/world'
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
const story = openStory(world, source)

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
  resume: (to: number) => {
    for (const { showLateRows, systems } of source.clients) {
      showLateRows()
      for (const { once, befall } of systems.matters) if (!once) befall()
    }
    catchUp(story, to)
  },
  trickle: (urls: Record<string, Record<string, NoticeUrls>>, from: number | null) => {
    const urlsOf = (slug: string, connector: string) => urls[slug]?.[connector]
    for (const { place, systems } of source.clients)
      for (const { connector, hear } of systems.all) hear(urlsOf(place.client.slug, connector) ?? {})
    return runTrickle({
      story,
      urlsOf,
      random: Math.random,
      send,
      now,
      sleep,
      signal: new AbortController().signal,
      from: from ?? world.end,
      onFailure: (error) => void call('failed', error instanceof Error ? error.message : String(error)),
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
  readNow: async (...args) => void (await call('readNow', ...args)),
  send,
}
