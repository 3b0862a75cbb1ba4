import { AskCustomer, basicAuth, defineConnector, provesBasic, type Ctx } from '@throughline/connector-kit'
import {
  CancellationRow,
  ContributionRow,
  RefundRow,
  requiredCancellationColumns,
  requiredColumns,
} from './csv-schema.ts'
import { Cursor } from './cursor.ts'
import {
  mapCancellationNotice,
  mapCancellationRow,
  mapContributionRow,
  mapDonationNotice,
  mapRefundNotice,
  mapRefundRow,
} from './map.ts'
import { splitNotice, type NoticeUrl } from './notices.ts'
import { longestCode } from './refcodes.ts'
import { readReports, type CsvType } from './reports.ts'
import { CancellationNotice, Config, DonationNotice, Envelope, RefundNotice, Secrets } from './schema.ts'
import { scrubNotice, scrubRow } from './scrub.ts'
import { lookBack } from './windows.ts'
import { planKey, supposedKey } from './records.ts'

/** Reports outrank notices; a refunded row is the same gift later in its life. */
const ranks = { notice: 10, managedForm: 15, paid: 20, refunded: 21 }
/** A body that also ends its series may say less of the charge than the charge's own. */
const revisionOf = ({ status, cancelledAt }: DonationNotice['contribution']): number =>
  2 * { declined: 1, pending: 2, approved: 3 }[status] - (cancelledAt ? 1 : 0)
const noSuchReport = '/csvs/00000000-0000-0000-0000-000000000000'

/** How a stream reads one kind of report, looking back so many days at the start of each run. */
const report = (csvType: CsvType, lookBackDays: number, required: readonly string[]) => ({
  cursor: Cursor,
  start: (config: Config, from = config.backfillFrom): Cursor => ({ since: from }),
  rewind: (cursor: Cursor, config: Config): Cursor => ({
    since: lookBack(cursor.since, lookBackDays, config.backfillFrom),
  }),
  read: (ctx: Ctx<Config>, from: Cursor) => readReports(ctx, csvType, required, from),
  scrub: scrubRow,
})

const notOurs = (entityId: string, { entityIds }: Config): string | undefined =>
  entityIds.includes(entityId) ? undefined : `entity ${entityId}`

const webhook = (kind: NoticeUrl, title: string, username: keyof Secrets, password: keyof Secrets) => ({
  title,
  route: 'connection' as const,
  credentials: [username, password],
  body: Envelope,
  verify: ({ headers }: { headers: Headers }, secrets: Secrets) =>
    provesBasic(headers, secrets[username], secrets[password]),
  split: (body: unknown) => splitNotice(body, kind),
})

export const connector = defineConnector<Config, Secrets>({
  id: 'actblue',
  name: 'ActBlue',
  config: Config,
  auth: basicAuth({
    secrets: Secrets,
    user: ({ clientUuid }) => clientUuid,
    password: ({ clientSecret }) => clientSecret,
  }),
  http: {
    baseUrl: () => 'https://secure.actblue.com/api/v1',
    limits: { reports: { requests: 10, per: 'minute' } },
  },
  check: async ({ http }) => {
    try {
      const answer = await http.get(noSuchReport, { bucket: 'reports', accept: [404] })
      if (answer.status === 404) return
    } catch (error) {
      if (!(error instanceof AskCustomer)) throw error
      throw new AskCustomer(error.message, {
        say: 'ActBlue does not accept this client UUID and secret. Make a new pair under Admin > API Credentials in the ActBlue dashboard and enter both here.',
        field: 'clientSecret',
        cause: error,
      })
    }
    throw new AskCustomer('the check was answered with a page instead of 404', {
      say: 'ActBlue answered with a page instead of data. These credentials seem to belong to another ActBlue site.',
      field: 'clientUuid',
    })
  },
  links: {
    hosts: ['secure.actblue.com'],
    codes: [
      { name: 'refcode', longest: longestCode, characters: 'word' },
      { name: 'refcode2', longest: longestCode, characters: 'word' },
    ],
    clickIdIn: 'refcode2',
    utmReachesConversion: false,
  },
  streams: ({ stream }) => ({
    donations: stream({
      title: 'Donations',
      rank: ranks.paid,
      raw: ContributionRow,
      key: (row) => row['Lineitem ID'],
      map: mapContributionRow,
      foreign: (row, config) => notOurs(row['Recipient ID'], config),
      ...report('paid_contributions', 7, requiredColumns),
    }),
    refunds: stream({
      title: 'Refunds',
      rank: ranks.refunded,
      raw: RefundRow,
      key: (row) => row['Lineitem ID'],
      map: mapRefundRow,
      foreign: (row, config) => notOurs(row['Recipient ID'], config),
      everyMinutes: 6 * 60,
      ...report('refunded_contributions', 180, requiredColumns),
    }),
    cancellations: stream({
      title: 'Cancelled plans',
      rank: ranks.paid,
      raw: CancellationRow,
      key: (row, config) => supposedKey(row['Receipt ID'], config.entityIds),
      revision: (row) => Date.parse(row['Cancelled On'].instant),
      map: mapCancellationRow,
      everyMinutes: 6 * 60,
      ...report('cancelled_recurring_contributions', 30, requiredCancellationColumns),
    }),
    managed_forms: stream({
      title: 'Gifts on managed forms',
      rank: ranks.managedForm,
      raw: ContributionRow,
      key: (row) => row['Lineitem ID'],
      map: mapContributionRow,
      foreign: (row, config) => notOurs(row['Recipient ID'], config),
      enabled: ({ managedForms }: Config) => managedForms,
      everyMinutes: 6 * 60,
      ...report('managed_form_contributions', 7, requiredColumns),
    }),
    donation_notices: stream({
      title: 'Donations as they happen',
      rank: ranks.notice,
      raw: DonationNotice,
      key: ({ lineitem }) => lineitem.lineitemId,
      revision: ({ contribution }) => revisionOf(contribution),
      map: mapDonationNotice,
      foreign: ({ lineitem }, config) => notOurs(lineitem.entityId, config),
      scrub: scrubNotice,
    }),
    refund_notices: stream({
      title: 'Refunds as they happen',
      rank: ranks.notice,
      raw: RefundNotice,
      key: ({ lineitem }) => lineitem.lineitemId,
      map: mapRefundNotice,
      foreign: ({ lineitem }, config) => notOurs(lineitem.entityId, config),
      scrub: scrubNotice,
    }),
    cancellation_notices: stream({
      title: 'Cancelled plans as they happen',
      rank: ranks.notice,
      raw: CancellationNotice,
      key: ({ contribution, lineitem }) => planKey(contribution.orderNumber, lineitem.entityId),
      revision: ({ contribution }) => Date.parse(contribution.cancelledAt.instant),
      map: mapCancellationNotice,
      foreign: ({ lineitem }, config) => notOurs(lineitem.entityId, config),
      scrub: scrubNotice,
    }),
  }),
  webhooks: () => ({
    contribution: webhook('contribution', 'Contributions', 'contributionUsername', 'contributionPassword'),
    refund: webhook('refund', 'Refunds', 'refundUsername', 'refundPassword'),
    cancellation: webhook('cancellation', 'Cancellations', 'cancellationUsername', 'cancellationPassword'),
  }),
})
