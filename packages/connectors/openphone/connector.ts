import { apiKey, AskCustomer, defineConnector } from '@throughline/connector-kit'
import { ListCursor, TimeCursor } from './cursor.ts'
import { classify } from './errors.ts'
import { Event, splitEvent } from './events.ts'
import { fetchById } from './fetch-one.ts'
import { mapCall, mapContact, mapMessage, mapNumber } from './map.ts'
import { ask } from './quo.ts'
import { exclusive, inclusive, readByTime } from './read-by-time.ts'
import { readContacts, readNumbers } from './read-list.ts'
import { Call, Config, Contact, Message, Organization, PhoneNumber, Secrets } from './schema.ts'
import { sendText } from './send-text.ts'
import { subscribe } from './subscribe.ts'
import { provesLegacy, provesStandard } from './signatures.ts'

const rank = 20
const hourMs = 3_600_000
/** A text's status moves for two days after it was sent, and nothing tells which have moved. */
const messagesMoveMs = 48 * hourMs
const callsMoveMs = 24 * hourMs
const daily = 24 * 60

const byTime = (moveMs: number) => ({
  cursor: TimeCursor,
  start: (config: Config, from = config.backfillFrom): TimeCursor => ({ since: `${from}T00:00:00.000Z` }),
  rewind: ({ since }: TimeCursor, { backfillFrom }: Config): TimeCursor => ({
    since: new Date(Math.max(Date.parse(since) - moveMs, Date.parse(backfillFrom))).toISOString(),
  }),
})
const wholeList = { cursor: ListCursor, start: (): ListCursor => ({}), everyMinutes: daily }
const revisionOf = ({ createdAt, updatedAt }: { createdAt: string; updatedAt?: string | null | undefined }): number =>
  Date.parse(updatedAt ?? createdAt)

export const connector = defineConnector<Config, Secrets>({
  id: 'openphone',
  name: 'OpenPhone',
  config: Config,
  auth: apiKey({ secrets: Secrets, key: ({ apiKey }) => apiKey, prefix: '' }),
  http: {
    baseUrl: () => 'https://api.quo.com',
    limits: { api: { requests: 8, per: 'second' } },
    classify,
  },
  check: async ({ http }) => {
    const { data } = (await ask(http, '/organization')).json(Organization)
    if (data.subscriptionStatus === 'expired')
      throw new AskCustomer('the subscription has expired', {
        say: 'The OpenPhone subscription has expired. Renew it there; reading goes on by itself.',
      })
    return [{ id: data.id, name: data.name ?? data.id }]
  },
  streams: ({ stream }) => ({
    phone_numbers: stream({
      title: 'Numbers',
      rank,
      raw: PhoneNumber,
      key: ({ id }) => id,
      map: mapNumber,
      read: readNumbers,
      ...wholeList,
    }),
    messages: stream({
      title: 'Texts',
      rank,
      raw: Message,
      key: ({ id }) => id,
      revision: (row) => revisionOf(row),
      map: mapMessage,
      read: (ctx, from: TimeCursor) => readByTime(ctx, '/messages', exclusive, from),
      fetch: fetchById('/messages'),
      everyMinutes: 15,
      ...byTime(messagesMoveMs),
    }),
    calls: stream({
      title: 'Calls',
      rank,
      raw: Call,
      key: ({ id }) => id,
      revision: (row) => revisionOf(row),
      map: mapCall,
      read: (ctx, from: TimeCursor) => readByTime(ctx, '/calls', inclusive, from),
      fetch: fetchById('/calls'),
      everyMinutes: 15,
      ...byTime(callsMoveMs),
    }),
    contacts: stream({
      title: 'Contacts',
      rank,
      raw: Contact,
      key: ({ id }) => id,
      revision: ({ updatedAt }) => (updatedAt ? Date.parse(updatedAt) : 0),
      map: mapContact,
      read: readContacts,
      fetch: fetchById('/v1/contacts', 'v1'),
      ...wholeList,
    }),
  }),
  webhooks: ({ webhook }) => ({
    events: webhook({
      title: 'Events',
      route: 'connection',
      body: Event,
      verify: (request, { webhookKey }, now) => provesStandard(request, webhookKey, now),
      split: splitEvent,
    }),
    legacy: webhook({
      title: 'Events of an older webhook',
      route: 'connection',
      body: Event,
      verify: (request, { legacyWebhookKey }, now) => provesLegacy(request, legacyWebhookKey, now),
      split: splitEvent,
    }),
  }),
  subscribe,
  actions: ({ action }) => ({ send_text: action(sendText) }),
})
