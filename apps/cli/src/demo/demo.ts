import { readFile } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import type { Services } from '@throughline/api'
import type { NoticeUrls, PlantedDemo, WorldSize } from '@throughline/world'
import type { StandIn } from '../compose/core.ts'
import { writeDemoFile, demoFileOf, eventsDoorsOf, eventsKeysOf, proofsOf, type DemoFile } from './demo-file.ts'
import { frontDoor } from './front-door.ts'
import { connectRpc } from './rpc.ts'
import { newDemoState, readDemoState, writeDemoState, writePrivately, type DemoState } from './state.ts'
import {
  packRequest,
  packResponse,
  unpackRequest,
  unpackResponse,
  type WireRequest,
  type WireResponse,
} from './wire.ts'

/** What the demo needs of the house once it stands. */
interface DemoSurroundings {
  services: Services
  /** Our own webhook doors. */
  send: (request: Request) => Promise<Response>
  baseUrl: string
  now: () => Date
  /** Somebody can sign in. */
  onReady: (file: DemoFile) => void
  onProgress: (stage: string, fraction: number) => void
  onComplete: () => void
  onFailure: (message: string) => void
}

export interface Demo extends StandIn {
  /** Plants it, goes on planting it, or catches up with what happened since; then lets gifts, texts and deals trickle in. */
  run: (around: DemoSurroundings) => Promise<void>
  /** For a process that only reads from it: it is as it is now, and another process lets gifts trickle in. */
  stand: (now: () => Date) => Promise<void>
  close: () => Promise<void>
}

/** Opens the demo's world in its thread, if there is one here or one is to be made. */
export const openDemo = async (
  stateDir: string,
  options: { make: boolean; size: WorldSize; now: () => Date },
): Promise<Demo | undefined> => {
  const before = await readDemoState(stateDir)
  if (!before && !options.make) return undefined
  const state = before ?? newDemoState(options.now(), options.size)
  if (!before) await writeDemoState(stateDir, state)
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: state })
  let around: DemoSurroundings | undefined
  let closing = false
  let loading = !state.done
  const call = connectRpc(thread, {
    send: async (request: WireRequest) => packResponse(await house().send(unpackRequest(request))),
    progress: (stage: string, fraction: number) => {
      house().onProgress(stage, fraction)
    },
    ready: async (planted: PlantedDemo) => {
      house().onReady(await write(planted, false))
    },
    failed: (message: string) => {
      house().onFailure(message)
    },
    ...doors(),
  })
  thread.on('error', (error) => {
    if (!closing) around?.onFailure(error instanceof Error ? error.message : String(error))
  })

  function house(): DemoSurroundings {
    if (!around) throw new Error('the house does not stand yet')
    return around
  }
  function doors() {
    let door: ReturnType<typeof frontDoor> | undefined
    const at = () => (door ??= frontDoor(house().services))
    return {
      createAgency: (...args: Parameters<ReturnType<typeof frontDoor>['createAgency']>) => at().createAgency(...args),
      createTenant: (...args: Parameters<ReturnType<typeof frontDoor>['createTenant']>) => at().createTenant(...args),
      admit: (...args: Parameters<ReturnType<typeof frontDoor>['admit']>) => at().admit(...args),
      createConnection: (...args: Parameters<ReturnType<typeof frontDoor>['createConnection']>) =>
        at().createConnection(...args),
      historyRead: (...args: Parameters<ReturnType<typeof frontDoor>['historyRead']>) => at().historyRead(...args),
      importEvents: (...args: Parameters<ReturnType<typeof frontDoor>['importEvents']>) => at().importEvents(...args),
      setGoal: (...args: Parameters<ReturnType<typeof frontDoor>['setGoal']>) => at().setGoal(...args),
      readNow: (...args: Parameters<ReturnType<typeof frontDoor>['readNow']>) => at().readNow(...args),
    }
  }
  async function write(planted: PlantedDemo, complete: boolean): Promise<DemoFile> {
    const { services, baseUrl } = house()
    const owner = planted.people.find(({ role }) => role === 'owner')
    const userId = await services.signIn.accountOf(owner?.email ?? '')
    const { token } = await services.signIn.open(userId ?? '')
    const actor = (await services.signIn.authenticate(token))?.actor
    if (!actor) throw new Error('the demo’s owner cannot sign in')
    const slugs = (await services.tenants.whoAmI(actor)).tenants.map(({ slug }) => slug)
    const file = await writeDemoFile(stateDir, baseUrl, planted, {
      ...{ complete, slugs, proofs: proofsOf(services, actor) },
      eventsKeys: eventsKeysOf(services, actor, stateDir),
    })
    await services.signIn.signOut(token)
    return file
  }

  return {
    fetch: async (request) => {
      const answer = (await call('fetch', await packRequest(request.clone()))) as WireResponse | undefined
      return answer && unpackResponse(answer)
    },
    addressOf: () => (loading ? { unlimited: true } : undefined),
    run: async (surroundings) => {
      around = surroundings
      try {
        const file = state.done ? await goOn(call, stateDir, surroundings) : await plant(call, write, stateDir, state)
        loading = false
        surroundings.onComplete()
        void call('trickle', urlsOf(file), eventsDoorsOf(file), state.done ? surroundings.now().getTime() : null).catch(
          () => {},
        )
      } catch (error) {
        if (!closing) surroundings.onFailure(error instanceof Error ? error.message : String(error))
      }
    },
    stand: async (now) => {
      if (!loading) await call('resume', now().getTime(), [])
    },
    close: async () => {
      closing = true
      await thread.terminate()
    },
  }
}

type Calling = ReturnType<typeof connectRpc>
/** By client, then by connector. */
type Urls = Record<string, Record<string, NoticeUrls>>

const plant = async (
  call: Calling,
  write: (planted: PlantedDemo, complete: boolean) => Promise<DemoFile>,
  stateDir: string,
  state: DemoState,
): Promise<DemoFile> => {
  const planted = (await call('plant')) as PlantedDemo
  const file = await write(planted, true)
  await writeDemoState(stateDir, { ...state, done: true })
  return file
}

/** A later start: the same people and connections, at this start's address. */
const goOn = async (
  call: Calling,
  stateDir: string,
  { baseUrl, now, onReady }: DemoSurroundings,
): Promise<DemoFile> => {
  const file = JSON.parse(await readFile(demoFileOf(stateDir), 'utf8')) as DemoFile
  const text = JSON.stringify(file).replaceAll(`"${file.baseUrl}/`, `"${baseUrl}/`)
  const moved: DemoFile = { ...(JSON.parse(text) as DemoFile), baseUrl, complete: true }
  await writePrivately(demoFileOf(stateDir), moved)
  onReady(moved)
  await call('resume', now().getTime(), eventsDoorsOf(moved))
  return moved
}

const urlsOf = ({ tenants }: DemoFile): Urls =>
  Object.fromEntries(
    tenants.map(({ slug, connections }) => [
      slug,
      Object.fromEntries(
        connections.map(({ connector, webhooks }) => [
          connector,
          Object.fromEntries(webhooks.map(({ kind, url }) => [kind, url])),
        ]),
      ),
    ]),
  )
