import { createEmulator, type ActBlueEmulator, type NoticeKind } from '@throughline/connector-actblue/emulator'
import type { Clock, Delivery } from '@throughline/connector-kit/testing'
import { openBooks, type Books } from './books.ts'
import type { Happening } from './future.ts'
import { openJourneys, type JourneyBook } from './journeys/journey-book.ts'
import type { LineItem } from './line-item.ts'
import { openSystems, type Systems } from './systems/open-systems.ts'
import type { ClientWorld, World } from './world.ts'

/** The outside systems of one client: their emulators, filled with the client's world. ActBlue is the first. */
export interface ClientSource {
  place: ClientWorld
  emulator: ActBlueEmulator
  /** The five others. */
  systems: Systems
  /** What the client's own pages and senders see of people. */
  journeys: JourneyBook
  /** Rows that were held back come to light in the reports now. */
  showLateRows: () => void
  /** Notices that belong to the history: late rows, double ones, failed attempts. */
  historyNotices(): Generator<Delivery>
  /** Enters a happening into the books and gives its notice, as the provider would send it now. */
  happen(happening: Happening): Delivery
}

export type EmulatorSecrets = ActBlueEmulator['secrets']['good']

export interface SourceOptions {
  clock: Clock
  /** In [0, 1). */
  random: () => number
  /** By client's slug; the same ones that the client's connection holds. */
  secretsOf: (slug: string) => EmulatorSecrets
  /** What the credentials of the other systems are made from. */
  secret?: string
  /** Where the object store is reached; each client's part lies under its slug. */
  storeUrl: string
}

/** All clients' outside systems as one web handler. */
export interface DemoSource {
  clients: ClientSource[]
  of(slug: string): ClientSource
  /** Answers requests by whose key is shown, downloads by whose store it is; undefined where it is nobody's here. */
  fetch(request: Request): Promise<Response> | undefined
}

/** Opens the emulators of a world's clients, with history up to the world's end and late rows held back. */
export function openSource(world: World, options: SourceOptions): DemoSource {
  const clients = world.clients.map((place) => openClient(world, place, options))
  const of = (slug: string): ClientSource => {
    const found = clients.find(({ place }) => place.client.slug === slug)
    if (!found) throw new RangeError(`no client ${slug} in this world`)
    return found
  }
  const users = new Map(clients.map((each) => [options.secretsOf(each.place.client.slug).clientUuid, each]))
  return {
    clients,
    of,
    fetch(request) {
      const store = clients.find(({ place }) => request.url.startsWith(`${options.storeUrl}/${place.client.slug}/`))
      const other = clients.flatMap(({ systems }) => systems.all).find((each) => each.owns(request))
      if (other) return other.fetch(request)
      const found = store ?? users.get(userOf(request))
      return found?.emulator.fetch(request)
    },
  }
}

function userOf(request: Request): string {
  const [, encoded = ''] = /^Basic (.+)$/.exec(request.headers.get('authorization') ?? '') ?? []
  return Buffer.from(encoded, 'base64').toString().split(':')[0] ?? ''
}

function openClient(world: World, place: ClientWorld, options: SourceOptions): ClientSource {
  const { client } = place
  const books = openBooks(client)
  const emulator = createEmulator({
    clock: options.clock,
    random: options.random,
    entities: books.entities,
    own: [client.entityId],
    secrets: options.secretsOf(client.slug),
    backfillFrom: firstDayOf(place),
    storeUrl: `${options.storeUrl}/${client.slug}`,
    lines: [...place.lines.filter((line) => !line.late), ...place.foreign].map((line) => books.enter(line)),
  })
  const { clock, random, secret = 'demo', storeUrl } = options
  const { end, seed, size } = world
  return {
    place,
    emulator,
    systems: openSystems({ place, end, seed, clock, random, secret, storeUrl, size }),
    journeys: openJourneys(place, seed),
    showLateRows: () => {
      emulator.ledger.add(...place.lines.filter((line) => line.late).map((line) => books.enter(line)))
    },
    historyNotices: () => historyNotices(place, books, emulator),
    happen: (happening) => happen(happening, books, emulator),
  }
}

/** The Eastern day before the first line: where reading history begins. */
function firstDayOf(place: ClientWorld): string {
  return new Date((place.lines[0]?.paidAt ?? 0) - 86_400_000).toISOString().slice(0, 10)
}

function* historyNotices(place: ClientWorld, books: Books, emulator: ActBlueEmulator): Generator<Delivery> {
  const beside = Map.groupBy(place.foreign, ({ paymentId }) => paymentId)
  const notice = (lines: readonly LineItem[], kind: NoticeKind) =>
    emulator.webhookFor(
      kind,
      lines.map((line) => books.enter(line)),
    )
  for (const line of place.lines) {
    if (!line.late && !line.duplicated) continue
    yield notice([line, ...(beside.get(line.paymentId) ?? [])], 'contribution')
  }
  for (const line of place.declined) yield notice([line], 'contribution')
}

function happen(happening: Happening, books: Books, emulator: ActBlueEmulator): Delivery {
  switch (happening.kind) {
    case 'gift': {
      const lines = happening.lines.map((line) => books.enter(line))
      emulator.ledger.add(...lines)
      return emulator.webhookFor('contribution', lines)
    }
    case 'refund':
      return emulator.webhookFor(
        'refund',
        happening.lines.map((line) => emulator.ledger.refund(line.lineItemId, happening.at)),
      )
    case 'cancellation':
      emulator.ledger.cancel(happening.plan.order, happening.at, happening.plan.cancelReason ?? undefined)
      return emulator.webhookFor('cancellation', [emulator.ledger.line(happening.line.lineItemId)])
  }
}
