import type { Account, RawRequest } from '@throughline/connector-kit'
import {
  createFaults,
  faulty,
  type Delivery,
  type Emulator,
  type EmulatorOptions,
} from '@throughline/connector-kit/testing'
import { createApi, type ApiState } from './emulator-api.ts'
import { usualExports } from './emulator-exports.ts'
import {
  EmulatedLedger,
  type EmulatedBroadcast,
  type EmulatedIncoming,
  type EmulatedMessage,
} from './emulator-ledger.ts'
import {
  broadcastNotice,
  contributionNotice,
  delivery,
  incomingNotice,
  noticeShapes,
  signNotice,
  type NoticeShape,
} from './emulator-notice.ts'
import { usualPages } from './emulator-pages.ts'
import { broadcastRow, usualRows } from './emulator-rows.ts'
import { seedBroadcasts, seedIncoming, seedLists, seedPhones } from './emulator-seed.ts'
import { createTruth } from './emulator-truth.ts'
import type { Config, Secrets } from './settings.ts'

export * from './emulator-ledger.ts'
export { bodyOf } from './emulator-api.ts'
export { usualExports, type ExportStyle } from './emulator-exports.ts'
export { contributionNotice, noticeShapes, type NoticeShape } from './emulator-notice.ts'
export { usualPages, type PageStyle } from './emulator-pages.ts'
export { usualRows, type RowStyle } from './emulator-rows.ts'

export interface SwitchboardEmulatorOptions extends EmulatorOptions {
  secrets?: Secrets
  organization?: { id: string; name: string }
  backfillFrom?: string
  timeZone?: string
  /** Where exported files are fetched. */
  storeUrl?: string
  /** Nothing in its books but what is added. */
  empty?: true
}

export interface SwitchboardEmulator extends Emulator<Config, Secrets>, ApiState {
  ledger: EmulatedLedger
  accounts: readonly Account[]
  sign(kind: string, payload: unknown, secrets?: Secrets): RawRequest
  deliveries(): Delivery[]
  /** The delivery that tells of a broadcast as it is now, signed. */
  webhookFor(broadcastId: string, options?: { type?: string; shape?: NoticeShape }): Delivery
  /** The delivery that tells of a message that came in, signed. */
  incomingWebhook(incoming: EmulatedIncoming): Delivery
}

const seedSecrets: Secrets = {
  accountId: 'ac_test0001',
  secretKey: 'sk_test0001-emulated',
  webhookUsername: 'hooks-user',
  webhookPassword: 's3cret-events',
}

/** Switchboard as far as it is known: its API, export jobs and deliveries over one ledger that moves with the clock. */
export function createEmulator(options: SwitchboardEmulatorOptions): SwitchboardEmulator {
  const { clock } = options
  const now = () => clock.now().getTime()
  const ledger = new EmulatedLedger()
  if (!options.empty) {
    ledger.add(...seedBroadcasts())
    ledger.lists.push(...seedLists())
    ledger.phones.push(...seedPhones())
    ledger.incoming.push(...seedIncoming())
  }
  const good = options.secrets ?? seedSecrets
  const organization = options.organization ?? { id: 'org_0001', name: 'Example for Senate' }
  const timeZone = options.timeZone ?? 'America/New_York'
  const faults = createFaults()
  let notices = 0
  let added = 0

  const answer = createApi({
    ...{ ledger, now, organization },
    storeUrl: () => options.storeUrl ?? 'https://files.example',
    credentials: () => ({ user: good.accountId, password: good.secretKey }),
    state: () => emulator,
  })

  function add(stream: string, broken: boolean): string {
    added += 1
    const [id, at] = [`late_${added}`, now() - 20 * 3_600_000]
    const flag = broken ? { broken } : {}
    if (stream === 'messages') {
      const message: EmulatedMessage = { id, to: '+12025550151', sentAt: at, deliveredAt: at + 1_000, ...flag }
      ledger.addMessages(youngest(ledger, now()).id, message)
    } else if (stream === 'broadcasts') {
      const broadcast = { id, title: 'Late', text: 'Late', createdAt: at, startAt: at, endAt: at, costMinor: 100 }
      ledger.add({ ...broadcast, messages: [], ...flag })
    } else if (stream === 'phone_lists') ledger.lists.push({ id, name: 'Late', size: 1, createdAt: at, ...flag })
    else if (stream === 'phones') ledger.phones.push({ id, number: '+12025550152', createdAt: at, ...flag })
    else ledger.incoming.push({ id, from: '+12025550153', text: 'Hello', at, ...flag })
    return id
  }

  const emulator: SwitchboardEmulator = {
    ledger,
    faults,
    limits: 'on',
    retryAfter: true,
    access: 'ok',
    rows: createTruth({ ledger, now, organization, timeZone, style: () => emulator.rowStyle }),
    rowStyle: usualRows,
    pages: usualPages,
    exports: usualExports,
    objects: 'data',
    unavailable: new Set(),
    accounts: [{ id: organization.id, name: organization.name, currency: 'USD', zone: timeZone }],
    config: {
      backfillFrom: options.backfillFrom ?? '2026-01-01',
      timeZone,
      inbox: true,
      contacts: true,
      exports: true,
      links: {},
      columns: {},
      optOutWords: [],
    },
    secrets: { good, bad: { ...good, secretKey: 'wrong-key', webhookPassword: 'wrong-password' } },
    fetch: (request) => {
      const fault = faults.take(request)
      return fault ? faulty(fault, request, () => answer(request)) : answer(request)
    },
    addLateRow: (stream) => add(stream, false),
    addMalformedRow: (stream) => void add(stream, true),
    loseRow: () => {
      const broadcast = ledger
        .listed(now())
        .find(({ endAt = Infinity, messages }) => endAt <= now() && messages.length > 1)
      const message = broadcast?.messages.at(0)
      if (!broadcast || !message) throw new Error('the ledger has no message to lose')
      message.lost = true
      ledger.changed(broadcast.id)
    },
    sign: (_kind, payload, secrets = good) => signNotice(payload, secrets),
    webhookFor: (broadcastId, { type, shape = 'typed' } = {}) => {
      const broadcast = ledger.broadcast(broadcastId)
      const row = broadcastRow(ledger, broadcast, now(), emulator.rowStyle)
      notices += 1
      const told = { number: notices, shape, at: now(), ...(type === undefined ? {} : { type }) }
      return delivery(broadcastNotice(row, told), good)
    },
    incomingWebhook: (incoming) => delivery(incomingNotice(incoming, (notices += 1)), good),
    deliveries: () => [
      ...ledger
        .listed(now())
        .map(({ id }, index) =>
          emulator.webhookFor(id, { shape: noticeShapes[index % noticeShapes.length] ?? 'typed' }),
        ),
      ...ledger.incoming.filter(({ at }) => at <= now()).map((incoming) => emulator.incomingWebhook(incoming)),
      delivery(contributionNotice((notices += 1)), good),
    ],
  }
  return emulator
}

/** The newest broadcast that is over, and whose messages can be added to. */
function youngest(ledger: EmulatedLedger, now: number): EmulatedBroadcast {
  const found = ledger.listed(now).find(({ endAt = Infinity, messages }) => endAt <= now && Array.isArray(messages))
  if (!found) throw new Error('the ledger has no broadcast that is over')
  return found
}
