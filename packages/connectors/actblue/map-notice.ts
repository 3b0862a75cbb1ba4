import { parseMoney, type CanonicalRecord, type Person } from '@throughline/canonical'
import { feeFromNet } from './fee.ts'
import {
  known,
  planKey,
  readPeriod,
  readPledge,
  smsConsent,
  toConversion,
  toPlan,
  type GiftFacts,
  type PlanFacts,
} from './records.ts'
import { filledCodes, findClickIds } from './refcodes.ts'
import type { CancellationNotice, Config, DonationNotice, RefundNotice } from './schema.ts'
import { dayOf, zone } from './times.ts'

type Notice = Pick<DonationNotice, 'donor' | 'contribution'>

/** One line of a contribution notice: the gift, its plan, and what the donor said about texts. */
export function mapDonationNotice(notice: DonationNotice, config: Config): CanonicalRecord[] {
  const gift = readGift(notice, config)
  if (!gift) return []
  const { contribution } = notice
  const consent = smsConsent({
    option: gift.status === 'approved' ? contribution.textMessageOption : undefined,
    orderNumber: gift.orderNumber,
    happenedAt: contribution.createdAt?.instant ?? gift.happenedAt,
    form: gift.form,
    person: gift.person,
  })
  return [toConversion(gift), ...toPlan(gift), ...consent]
}

/** One line of a refund notice: the refund, and a stub of the gift in case its own notice never came. */
export function mapRefundNotice(notice: RefundNotice, config: Config): CanonicalRecord[] {
  const { contribution, lineitem } = notice
  const refundedAt = lineitem.refundedAt ?? contribution.refundedAt
  if (!refundedAt) return []
  const amount = parseMoney(lineitem.amount, 'USD')
  const gift = readGift(notice, config)
  return [
    known({
      kind: 'refund' as const,
      key: lineitem.lineitemId,
      happenedAt: refundedAt.instant,
      person: readPerson(notice),
      type: 'unknown' as const,
      of: lineitem.lineitemId,
      amount,
      feeReturned: feeFromNet(amount, lineitem.amountLessAbFees),
      settledAt: lineitem.recoveredAt?.instant,
    }),
    ...(gift ? [{ ...toConversion({ ...gift, status: 'approved' as const }), stub: true as const }] : []),
  ]
}

/**
 * One line of a cancellation notice: its plan ends, also where no charge of it was told of yet. What was charged stays. Its line is
 * the first charge, which may have been raised: only what is said to repeat is the plan's amount.
 */
export function mapCancellationNotice(notice: CancellationNotice): CanonicalRecord[] {
  const { contribution, lineitem } = notice
  return [
    known({
      kind: 'recurring_plan' as const,
      key: planKey(contribution.orderNumber, lineitem.entityId),
      happenedAt: contribution.cancelledAt.instant,
      person: readPerson(notice),
      period: readPeriod(contribution.recurringPeriod),
      zone,
      amount: lineitem.recurringAmount === undefined ? undefined : parseMoney(lineitem.recurringAmount, 'USD'),
      pledged: readPledge(contribution.recurPledged ?? contribution.recurringDuration),
      chargesMade: contribution.recurCompleted,
      cancelledAt: contribution.cancelledAt.instant,
      cancelReason: contribution.cancellationReason,
    }),
  ]
}

function readGift(notice: DonationNotice | RefundNotice, config: Config): GiftFacts | undefined {
  const { contribution, lineitem, form, donor } = notice
  const paid = lineitem.paidAt ?? (contribution.status === 'approved' ? undefined : contribution.createdAt)
  if (!paid) return undefined
  const amount = parseMoney(lineitem.amount, 'USD')
  const codes = filledCodes({
    refcode: contribution.refcode,
    refcode2: contribution.refcode2,
    ...filledCodes(contribution.refcodes ?? {}),
  })
  return {
    lineitemId: lineitem.lineitemId,
    entityId: lineitem.entityId,
    orderNumber: contribution.orderNumber,
    amount,
    fee: feeFromNet(amount, lineitem.amountLessAbFees),
    happenedAt: paid.instant,
    timeAmbiguous: paid.ambiguous,
    person: readPerson(notice),
    status: contribution.status,
    form: contribution.contributionForm ?? form?.name,
    refcodes: codes,
    clickIds: findClickIds(codes?.refcode2, config.clickIdPatterns),
    chargeNumber: undefined,
    region: donor?.state,
    country: donor?.country,
    attributes: readAttributes(notice),
    plan: readPlan(notice),
  }
}

function readAttributes({ contribution, lineitem }: DonationNotice | RefundNotice): GiftFacts['attributes'] {
  return {
    committee: lineitem.committeeName,
    fecId: lineitem.fecId,
    isMobile: contribution.isMobile,
    isPaypal: contribution.isPaypal,
    isExpressLane: contribution.withExpressLane,
    isExpressDonor: contribution.isExpress,
    abTest:
      contribution.abTestName && [contribution.abTestName, contribution.abTestVariation].filter(Boolean).join('/'),
    cardExpires: readMonth(contribution.creditCardExpiration),
  }
}

/** `recurringPeriod` is `once` for a single gift, which is a filled text all the same. */
function readPlan({
  contribution,
  lineitem,
}: Pick<DonationNotice, 'contribution' | 'lineitem'>): PlanFacts | undefined {
  const period = readPeriod(contribution.recurringPeriod)
  if (!period || contribution.isRecurring === false) return undefined
  const repeats = lineitem.recurringAmount ?? lineitem.amount
  return {
    period,
    amount: repeats === undefined ? undefined : parseMoney(repeats, 'USD'),
    pledged: readPledge(contribution.recurPledged ?? contribution.recurringDuration),
    chargesMade: undefined,
    sunsetDay: contribution.weeklyRecurringSunset && dayOf(contribution.weeklyRecurringSunset),
  }
}

function readPerson({ donor, contribution }: Notice): Person {
  const address = known({
    line1: donor?.addr1,
    city: donor?.city,
    region: donor?.state,
    postalCode: donor?.zip,
    country: donor?.country,
  })
  return known({
    anonymousKey: contribution.orderNumber,
    email: donor?.email,
    phone: donor?.phone,
    firstName: donor?.firstname,
    lastName: donor?.lastname,
    address: Object.keys(address).length > 0 ? address : undefined,
    employer: donor?.employerData?.employer,
    occupation: donor?.employerData?.occupation,
  })
}

/** `04/2029` as `2029-04`: the month alone, for cards about to expire. */
function readMonth(text: string | undefined): string | undefined {
  const [, month, year] = /^(\d{1,2})\/(\d{4})$/.exec(text ?? '') ?? []
  return month && year && `${year}-${month.padStart(2, '0')}`
}
