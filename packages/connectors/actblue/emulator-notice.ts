import { dollars } from './emulator-report.ts'
import type { EmulatedEntity, EmulatedLine } from './emulator-ledger.ts'
import { estimateFee } from './fee.ts'
import { zone } from './times.ts'

/** How notices are written: every variation that has been seen. */
export interface NoticeStyle {
  amounts: 'text' | 'number'
  ids: 'text' | 'number'
  /** What a gift without any code has. */
  noCodes: 'empty' | 'null'
  times: 'offset' | 'utc' | 'zoneless'
  /** Newer bodies say what is left after ActBlue's fee. */
  net: boolean
  /** False on forms that the entity does not manage. */
  contact: boolean
  /** Both are seen on a first charge. */
  sequence: 0 | 1
}

export const usualNotice: NoticeStyle = {
  amounts: 'text',
  ids: 'number',
  noCodes: 'empty',
  times: 'offset',
  net: true,
  contact: true,
  sequence: 1,
}

export type NoticeKind = 'contribution' | 'refund' | 'cancellation'

/** The body of one notice: lines of one charge of one order. */
export function noticeBody(
  kind: NoticeKind,
  lines: readonly EmulatedLine[],
  entities: readonly EmulatedEntity[],
  style: NoticeStyle = usualNotice,
): object {
  const [first] = lines
  if (!first) throw new Error('a notice has at least one line')
  const { order } = first
  const { donor } = order
  const recurs = order.period !== 'once'
  const codes = Object.keys(order.refcodes ?? {}).length > 0 ? order.refcodes : style.noCodes === 'null' ? null : {}
  const [abTestName = null, abTestVariation = null] = order.abTest?.split('/') ?? []
  const status = first.status ?? 'approved'
  return {
    donor: {
      firstname: donor.firstname,
      lastname: donor.lastname,
      addr1: donor.addr1 ?? null,
      city: donor.city ?? null,
      state: donor.state ?? null,
      zip: donor.zip ?? null,
      country: donor.country ?? null,
      isEligibleForExpressLane: true,
      employerData: { employer: donor.employer ?? null, occupation: donor.occupation ?? null },
      ...(style.contact ? { email: donor.email ?? null, phone: donor.phone ?? null } : {}),
    },
    contribution: {
      createdAt: iso(order.createdAt, style),
      orderNumber: order.orderNumber,
      contributionForm: order.form,
      refcodes: codes,
      refcode: order.refcodes?.refcode ?? null,
      refcode2: order.refcodes?.refcode2 ?? null,
      creditCardExpiration: '04/2029',
      recurringPeriod: order.period,
      recurringDuration: recurs ? (order.pledged ?? 'infinite') : 1,
      weeklyRecurringSunset: null,
      abTestName,
      abTestVariation,
      isRecurring: recurs,
      isPaypal: false,
      isMobile: order.isMobile ?? false,
      isExpress: true,
      withExpressLane: false,
      expressSignup: false,
      textMessageOption: order.textMessageOption ?? 'unknown',
      smartBoostAmount: null,
      customFields: [{ label: 'How did you hear about us?', answer: 'A friend' }],
      merchandise: [],
      bumpYourRecurring: null,
      status,
      ...(status === 'declined'
        ? { retryUrl: `https://provider.example/retry/${order.orderNumber}` }
        : { thanksUrl: `https://provider.example/receipt/${order.orderNumber}` }),
      ...(kind === 'cancellation' ? cancellation(lines, style) : {}),
    },
    lineitems: lines.map((line) => lineBody(kind, line, entities, style)),
    form: { name: order.form, kind: 'page', ownerEmail: 'staff@example.org' },
  }
}

function cancellation([first]: readonly EmulatedLine[], style: NoticeStyle): object {
  return {
    cancelledAt: iso(first?.order.cancelledAt ?? 0, style),
    recurringType: 'forever',
    recurPledged: String(first?.order.pledged ?? 'forever'),
    recurCompleted: first?.charge,
    cancellationReason: first?.order.cancelReason,
  }
}

function lineBody(
  kind: NoticeKind,
  line: EmulatedLine,
  entities: readonly EmulatedEntity[],
  style: NoticeStyle,
): object {
  const entity = entities.find(({ id }) => id === line.entityId)
  const fee = estimateFee({ minor: line.amountMinor, currency: 'USD' }).amount.minor
  const amount = (minor: number) => (style.amounts === 'text' ? dollars(minor) : minor / 100)
  const id = (value: number) => (style.ids === 'text' ? String(value) : value)
  return {
    sequence: style.sequence,
    entityId: id(line.entityId),
    fecId: entity?.fecId ?? null,
    committeeName: entity?.committee ?? null,
    amount: amount(line.amountMinor),
    recurringAmount: line.order.period === 'once' ? null : amount(line.repeatsMinor ?? line.amountMinor),
    paidAt: iso(line.paidAt, style),
    paymentId: id(line.lineitemId + 200_000_000),
    lineitemId: id(line.lineitemId),
    ...(style.net ? { amountLessAbFees: dollars(line.amountMinor - fee) } : {}),
    ...(kind === 'refund'
      ? {
          refundedAt: iso(line.refundedAt ?? 0, style),
          disbursedAt: null,
          recoveredAt: line.recoveredAt === undefined ? null : iso(line.recoveredAt, style),
        }
      : {}),
  }
}

function iso(time: number, { times }: NoticeStyle): string {
  const at = Temporal.Instant.fromEpochMilliseconds(time)
  if (times === 'utc') return at.toString({ smallestUnit: 'second' })
  const eastern = at.toZonedDateTimeISO(zone)
  return eastern.toString({
    smallestUnit: 'second',
    timeZoneName: 'never',
    offset: times === 'offset' ? 'auto' : 'never',
  })
}
