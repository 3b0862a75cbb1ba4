import { AskCustomer, basicAuth, defineConnector, provesBasic } from '@throughline/connector-kit'
import { fetchBroadcasts, readBroadcasts } from './broadcasts.ts'
import { BroadcastsCursor, InboxCursor, ListCursor, MessagesCursor } from './cursor.ts'
import { classify } from './envelope.ts'
import { readInbox } from './inbox.ts'
import { mapBroadcast, mapBroadcastText, mapOrganization } from './map-broadcast.ts'
import { clickKey, mapClick, mapMessage, mapOptOut } from './map-message.ts'
import { mapInboxRow, mapPhone, mapPhoneList } from './map-people.ts'
import { readMessages } from './messages.ts'
import { Notice, splitNotice } from './notices.ts'
import { checkOrganization } from './organization.ts'
import { readList } from './read-list.ts'
import * as rows from './schema.ts'
import { scrubRow as scrub } from './scrub.ts'
import { Config, Secrets } from './settings.ts'
import { messageTotals, tallyMessage } from './totals.ts'

/** What a broadcast says of itself outranks what is known of it otherwise. */
const rank = 20
const daily = 24 * 60
/** Of two tellings of one opting out the earlier stays: the earlier the time, the higher the revision. */
const latestDate = 8.64e15

const list = (path: string, what: string) => ({
  cursor: ListCursor,
  start: (): ListCursor => ({}),
  read: (ctx: Parameters<typeof readList>[0], from: ListCursor) => readList(ctx, { path, what }, from),
  everyMinutes: daily,
})

export const connector = defineConnector<Config, Secrets>({
  id: 'switchboard',
  name: 'Switchboard',
  config: Config,
  auth: basicAuth({
    secrets: Secrets,
    user: ({ accountId }) => accountId,
    password: ({ secretKey }) => secretKey,
  }),
  http: {
    baseUrl: () => 'https://api.oneswitchboard.com',
    limits: { api: { requests: 4, per: 'second' } },
    classify,
  },
  check: async (ctx) => {
    try {
      return await checkOrganization(ctx)
    } catch (error) {
      if (!(error instanceof AskCustomer)) throw error
      throw new AskCustomer(error.message, { say: error.say, field: 'secretKey', cause: error })
    }
  },
  streams: ({ stream }) => ({
    broadcasts: stream({
      title: 'Broadcasts',
      rank,
      raw: rows.Broadcast,
      key: ({ id, deleted_at_source }) => (deleted_at_source ? `${id}:deleted` : id),
      map: mapBroadcast,
      scrub,
      tally: ({ deleted_at_source }) => (deleted_at_source ? { gone: true } : {}),
      cursor: BroadcastsCursor,
      start: (_config, from): BroadcastsCursor => ({ ...(from === undefined ? {} : { since: from }) }),
      read: readBroadcasts,
      fetch: fetchBroadcasts,
      fetchAtOnce: 10,
      everyMinutes: 30,
    }),
    messages: stream({
      title: 'Messages',
      rank,
      raw: rows.PhoneMessage,
      key: ({ id }) => id,
      map: mapMessage,
      scrub,
      tally: tallyMessage,
      totals: messageTotals,
      cursor: MessagesCursor,
      start: (_config, from): MessagesCursor => ({ ...(from === undefined ? {} : { since: from }) }),
      read: readMessages,
      everyMinutes: 15,
    }),
    inbox: stream({
      title: 'Inbox',
      rank,
      raw: rows.InboxRow,
      key: ({ id }) => id,
      map: mapInboxRow,
      scrub,
      cursor: InboxCursor,
      start: (): InboxCursor => ({}),
      read: readInbox,
      enabled: ({ inbox }: Config) => inbox,
      everyMinutes: daily,
    }),
    phone_lists: stream({
      title: 'Phone lists',
      rank,
      raw: rows.PhoneList,
      key: ({ id }) => id,
      map: mapPhoneList,
      scrub,
      ...list('/v1/phone_lists', 'phone lists'),
    }),
    phones: stream({
      title: 'People',
      rank,
      raw: rows.Phone,
      key: ({ id }) => id,
      map: mapPhone,
      scrub,
      enabled: ({ contacts }: Config) => contacts,
      ...list('/v1/phones', 'people'),
    }),
    clicks: stream({ title: 'Clicks', rank, raw: rows.Click, key: clickKey, map: mapClick, scrub }),
    opt_outs: stream({
      title: 'Opt-outs',
      rank,
      raw: rows.OptOut,
      key: ({ id }) => id,
      revision: ({ opted_out_at }) => latestDate - Date.parse(opted_out_at.instant),
      map: mapOptOut,
      scrub,
    }),
    broadcast_texts: stream({
      title: 'Texts of broadcasts',
      rank,
      raw: rows.BroadcastText,
      key: ({ id }) => id,
      map: mapBroadcastText,
      scrub,
    }),
    organization: stream({
      title: 'Organisation',
      rank,
      raw: rows.Organization,
      key: ({ id }) => id,
      map: mapOrganization,
      scrub,
    }),
  }),
  webhooks: ({ webhook }) => ({
    events: webhook({
      title: 'Events',
      route: 'connection',
      credentials: ['webhookUsername', 'webhookPassword'],
      body: Notice,
      verify: ({ headers }, { webhookUsername, webhookPassword }) =>
        provesBasic(headers, webhookUsername, webhookPassword),
      split: splitNotice,
    }),
  }),
})
