import type { Delivery } from '@throughline/connector-kit/testing'
import type { Client } from './client.ts'
import { trickle } from './future.ts'
import type { Millis } from './line-item.ts'
import { demoPeople, type DemoPerson } from './people.ts'
import type { ClientSource, DemoSource, EmulatorSecrets } from './source.ts'
import type { World } from './world.ts'

export type NoticeUrls = Record<'contribution' | 'refund' | 'cancellation', string>

/** What the house lets whoever plants the demo do: nothing but what people and providers can do too. */
export interface DemoHouse {
  createAgency(input: {
    agencyName: string
    owner: { name: string; email: string; password: string }
  }): Promise<{ agencyId: string }>
  createTenant(agencyId: string, tenant: DemoTenant): Promise<{ tenantId: string; slug: string }>
  /** Gives somebody an account with a role in the agency, or in one tenant. */
  admit(
    where:
      | { agencyId: string; role: 'admin' | 'strategist' | 'analyst' }
      | {
          tenantId: string
          role: 'strategist' | 'analyst' | 'client_admin' | 'viewer'
          persona: DemoPerson['persona']
        },
    person: { name: string; email: string; password: string },
  ): Promise<void>
  /** Makes a connection, which begins to read its history by itself. */
  createConnection(
    tenantId: string,
    connection: { connector: string; name: string; config: Record<string, unknown>; secrets: EmulatorSecrets },
  ): Promise<{ connectionId: string; urls: NoticeUrls }>
  /** Waits until the history is read and counted; says how far it is, 0–1. */
  historyRead(tenantId: string, connectionId: string, onProgress: (fraction: number) => void): Promise<void>
  /** Posts to our own webhook address. */
  send(request: Request): Promise<Response>
}

export interface DemoTenant {
  name: string
  slug: string
  timeZone: string
  currency: string
  brandColor: string
  vertical: 'fundraising'
}

/** What was planted: what `demo.json` says, so that a later start can go on and a newcomer can try things. */
export interface PlantedDemo {
  seed: string
  endInstant: string
  size: World['size']
  agencyId: string
  people: (DemoPerson & { password: string })[]
  tenants: {
    slug: string
    tenantId: string
    name: string
    timeZone: string
    connectionId: string
    connector: string
    secrets: EmulatorSecrets
    urls: NoticeUrls
  }[]
}

export interface PlantOptions {
  world: World
  source: DemoSource
  house: DemoHouse
  /** A new password each time. */
  password: () => string
  secretsOf: (slug: string) => EmulatorSecrets
  onProgress: (stage: string, fraction: number) => void
  /** The smallest client is in: people can sign in while the rest is read. */
  onReady: (demo: PlantedDemo) => Promise<void>
}

/** Plants the demo by the front door: agency, clients, people, connections, then history, smallest client first. */
export async function plantDemo({
  world,
  source,
  house,
  password,
  secretsOf,
  onProgress,
  onReady,
}: PlantOptions): Promise<PlantedDemo> {
  const people = demoPeople.map((person) => ({ ...person, password: password() }))
  const owner = people.find(({ role }) => role === 'owner')
  if (!owner) throw new Error('a demo needs an owner')
  const { agencyId } = await house.createAgency({ agencyName: world.agency, owner })
  const demo: PlantedDemo = {
    seed: world.seed,
    endInstant: world.endInstant,
    size: world.size,
    agencyId,
    people,
    tenants: [],
  }
  const smallestFirst = [...source.clients].sort((a, b) => a.place.lines.length - b.place.lines.length)
  const tenantIds = new Map<string, string>()
  for (const { place } of smallestFirst)
    tenantIds.set(place.client.slug, (await house.createTenant(agencyId, tenantOf(place.client))).tenantId)
  for (const person of people) await admit(house, agencyId, person, tenantIds)

  for (const [n, each] of smallestFirst.entries()) {
    const { client } = each.place
    const tenantId = tenantIds.get(client.slug) ?? ''
    const secrets = secretsOf(client.slug)
    each.emulator.limits = 'off'
    const made = await house.createConnection(tenantId, {
      connector: 'actblue',
      name: 'ActBlue',
      config: { ...each.emulator.config, managedForms: false },
      secrets,
    })
    demo.tenants.push({
      slug: client.slug,
      tenantId,
      name: client.name,
      timeZone: client.timeZone,
      connectionId: made.connectionId,
      connector: 'actblue',
      secrets,
      urls: made.urls,
    })
    await house.historyRead(tenantId, made.connectionId, (fraction) =>
      onProgress(`Reading ${client.name}`, fraction * 0.9),
    )
    await tellHistory(each, made.urls, house, (fraction) => onProgress(`Reading ${client.name}`, 0.9 + fraction * 0.1))
    each.emulator.limits = 'on'
    if (n === 0) await onReady(demo)
  }
  return demo
}

const tenantOf = (client: Client): DemoTenant => ({
  name: client.name,
  slug: client.slug,
  timeZone: client.timeZone,
  currency: 'USD',
  brandColor: client.brandColor,
  vertical: 'fundraising',
})

async function admit(
  house: DemoHouse,
  agencyId: string,
  person: DemoPerson & { password: string },
  tenantIds: ReadonlyMap<string, string>,
): Promise<void> {
  const { role } = person
  if (role === 'admin' || role === 'strategist' || role === 'analyst') await house.admit({ agencyId, role }, person)
  if (role === 'owner' || role === 'admin') return
  for (const slug of person.clients) {
    const tenantId = tenantIds.get(slug)
    if (tenantId !== undefined) await house.admit({ tenantId, role, persona: person.persona }, person)
  }
}

/** What of the history only notices tell: rows that came late, rows told twice, failed attempts. */
async function tellHistory(
  source: ClientSource,
  urls: NoticeUrls,
  house: Pick<DemoHouse, 'send'>,
  onProgress: (fraction: number) => void,
): Promise<void> {
  source.showLateRows()
  const notices = [...source.historyNotices()]
  let told = 0
  const next = notices.values()
  const tell = async () => {
    for (const notice of next) {
      await post(notice, urls, house)
      onProgress(++told / notices.length)
    }
  }
  await Promise.all(Array.from({ length: 8 }, tell))
}

/** Delivers one notice; a refusal is tried again, as the provider would. @throws Error where it is never taken */
async function post({ kind, request }: Delivery, urls: NoticeUrls, house: Pick<DemoHouse, 'send'>): Promise<void> {
  const url = urls[kind as keyof NoticeUrls]
  let answer: Response | undefined
  for (let attempt = 0; attempt < 5; attempt++) {
    answer = await house.send(
      new Request(url, { method: request.method, headers: request.headers, body: Buffer.from(request.body) }),
    )
    await answer.arrayBuffer()
    if (answer.ok) return
  }
  throw new Error(`a ${kind} notice was answered ${answer?.status ?? 0}`)
}

export interface TrickleOptions {
  world: World
  source: DemoSource
  urlsOf: (slug: string) => NoticeUrls | undefined
  send: (request: Request) => Promise<Response>
  now: () => Date
  /** Resolves after so many milliseconds, or at once when the signal ends it. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  signal: AbortSignal
  /** From where on happenings are told; what was before is in the books already. */
  from: Millis
  /** How many times the natural rate; 1 is natural. The same as `catchUp` was given. */
  pace?: number
  onFailure: (error: unknown) => void
}

const hour = 3_600_000

/** Lets gifts, refunds and cancellations happen at their time and tells them by webhook, until the signal ends it. */
export async function runTrickle({
  world,
  source,
  urlsOf,
  send,
  now,
  sleep,
  signal,
  from,
  pace,
  onFailure,
}: TrickleOptions): Promise<void> {
  for (let since = from; !signal.aborted; since += hour)
    for (const happening of trickle(world, since, since + hour, pace)) {
      const wait = happening.at - now().getTime()
      if (wait > 0) await sleep(wait, signal)
      if (signal.aborted) return
      const notice = source.of(happening.slug).happen(happening)
      const urls = urlsOf(happening.slug)
      if (urls) await post(notice, urls, { send }).catch(onFailure)
    }
}
