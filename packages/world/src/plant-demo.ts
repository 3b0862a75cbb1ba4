import type { Client } from './client.ts'
import { demoGoals, type DemoGoal } from './demo-goals.ts'
import { demoPeople, type DemoPerson } from './people.ts'
import { journeyFiles } from './journeys/journey-history.ts'
import { post } from './post.ts'
import type { ClientSource, DemoSource, EmulatorSecrets } from './source.ts'
import type { Credentials } from './systems/system.ts'
import type { World } from './world.ts'

/** Where a connection's webhooks go, by kind. */
export type NoticeUrls = Readonly<Record<string, string>>

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
    connection: { connector: string; name: string; config: Record<string, unknown>; secrets: Credentials },
  ): Promise<{ connectionId: string; urls: NoticeUrls }>
  /** Waits until the history is read and counted; says how far it is, 0–1. */
  historyRead(tenantId: string, connectionId: string, onProgress: (fraction: number) => void): Promise<void>
  /** Asks for everything to be read again now. */
  readNow(tenantId: string, connectionId: string): Promise<void>
  /** Brings in a file of past events, lines of our own form, and waits until they are written; nothing where it was before. */
  importEvents(tenantId: string, file: { name: string; text: string }): Promise<void>
  /** Says what a client wants to come to; nothing where it was said before. */
  setGoal(tenantId: string, goal: DemoGoal): Promise<void>
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
    connections: PlantedConnection[]
  }[]
}

interface PlantedConnection {
  connectionId: string
  connector: string
  /** That the source takes now: one of them was typed before somebody made a new one there. */
  secrets: Credentials
  urls: NoticeUrls
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

  // The other systems of one client are read while the next one's gifts are: much of that is waiting for reports.
  const others: Promise<void>[] = []
  for (const [n, each] of smallestFirst.entries()) {
    const { client } = each.place
    const tenantId = tenantIds.get(client.slug) ?? ''
    const connections: PlantedConnection[] = []
    demo.tenants.push({ slug: client.slug, tenantId, name: client.name, timeZone: client.timeZone, connections })
    const say = (from: number, to: number) => (fraction: number) =>
      onProgress(`Reading ${client.name}`, from + fraction * (to - from))
    connections.push(await plantActBlue(each, tenantId, secretsOf(client.slug), house, say))
    for (const goal of demoGoals(each.place, world.end)) await house.setGoal(tenantId, goal)
    if (n === 0) await onReady(demo)
    const planting = plantSystems(each, tenantId, house, say(0.6, 1)).then((made) => void connections.push(...made))
    // What goes wrong is said at the end.
    planting.catch(() => {})
    others.push(planting)
  }
  // Gifts first: what led to them is told once they are all there.
  for (const each of smallestFirst) {
    const telling = tellJourneys(each, tenantIds.get(each.place.client.slug) ?? '', world, house)
    telling.catch(() => {})
    others.push(telling)
  }
  await Promise.all(others)
  return demo
}

type Say = (from: number, to: number) => (fraction: number) => void

async function plantActBlue(
  source: ClientSource,
  tenantId: string,
  secrets: EmulatorSecrets,
  house: DemoHouse,
  say: Say,
): Promise<PlantedConnection> {
  const { emulator } = source
  emulator.limits = 'off'
  const config = { ...emulator.config, managedForms: false }
  const typed = { connector: 'actblue', name: 'ActBlue', config, secrets: { ...secrets } }
  const { connectionId, urls } = await house.createConnection(tenantId, typed)
  await house.historyRead(tenantId, connectionId, say(0, 0.5))
  await tellHistory(source, urls, house, say(0.5, 0.6))
  emulator.limits = 'on'
  return { connectionId, connector: 'actblue', secrets: typed.secrets, urls }
}

/** The five others at once; then what is the matter with some of them comes to light. */
async function plantSystems(
  { systems }: ClientSource,
  tenantId: string,
  house: DemoHouse,
  onProgress: (fraction: number) => void,
): Promise<PlantedConnection[]> {
  const { all, matters } = systems
  const read = new Map<string, number>()
  const planted = await Promise.all(
    all.map(async ({ connector, name, config, secrets, setLimits }): Promise<PlantedConnection> => {
      setLimits('off')
      const { connectionId, urls } = await house.createConnection(tenantId, { connector, name, config, secrets })
      await house.historyRead(tenantId, connectionId, (fraction) => {
        read.set(connector, fraction)
        onProgress([...read.values()].reduce((sum, each) => sum + each, 0) / all.length)
      })
      setLimits('on')
      return { connectionId, connector, secrets, urls }
    }),
  )
  for (const { connector, befall } of matters) {
    const it = planted.find((each) => each.connector === connector)
    const secrets = befall()
    if (it && secrets) it.secrets = secrets
    if (it) await house.readNow(tenantId, it.connectionId)
  }
  return planted
}

/** How people came to give until now, as past events: a file after the other. */
async function tellJourneys(
  { place, journeys }: ClientSource,
  tenantId: string,
  world: World,
  house: DemoHouse,
): Promise<void> {
  for (const file of journeyFiles(place, journeys, world)) await house.importEvents(tenantId, file)
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
