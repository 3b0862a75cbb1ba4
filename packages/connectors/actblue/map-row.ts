import { parseMoney, type CanonicalRecord, type Person } from '@throughline/canonical'
import type { CancellationRow, ContributionRow, RefundRow } from './csv-schema.ts'
import { feeAsStated } from './fee.ts'
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
import type { Config } from './schema.ts'
import { dayOf, easternDay, zone } from './times.ts'

/** A row of the paid or managed-form report: the gift, its plan, and what the donor said about texts. */
export function mapContributionRow(row: ContributionRow, config: Config): CanonicalRecord[] {
  const gift = readGift(row, config)
  const isFirst = (gift.chargeNumber ?? 1) === 1
  const consent = smsConsent({
    // Later charges repeat the answer given at the checkout; dated by them it would outlive a later withdrawal.
    option: isFirst ? row['Text Message Opt In'] : undefined,
    orderNumber: gift.orderNumber,
    happenedAt: gift.happenedAt,
    form: gift.form,
    person: gift.person,
  })
  return [toConversion(gift), ...toPlan(gift), ...consent]
}

/** A row of the refunded report: the whole gift again, and its refund with ActBlue's own fee returned. */
export function mapRefundRow(row: RefundRow, config: Config): CanonicalRecord[] {
  const gift = readGift(row, config)
  const refund = known({
    kind: 'refund' as const,
    key: gift.lineitemId,
    happenedAt: row['Refund Date'].instant,
    person: gift.person,
    type: 'unknown' as const,
    of: gift.lineitemId,
    amount: gift.amount,
    feeReturned: gift.fee,
    settledAt: row['Recovery Date']?.instant,
  })
  return [...mapContributionRow(row, config), refund]
}

/**
 * A row of the cancelled report. It names no entity, so with several entities each gets the end of the plan that it may
 * have under this order: supposed, and no plan until a charge or a notice tells of one.
 */
export function mapCancellationRow(row: CancellationRow, config: Config): CanonicalRecord[] {
  const amount = row['Recurring Amount'] ?? row['Recurrence Amount']
  const alone = config.entityIds.length === 1
  const period = readPeriod(row['Recurring Period'] ?? row['Recurrence Frequency'])
  return config.entityIds.map((entityId) =>
    known({
      kind: 'recurring_plan' as const,
      key: planKey(row['Receipt ID'], entityId),
      happenedAt: row['Cancelled On'].instant,
      person: readPerson(row, row['Donor Address'], undefined, undefined),
      period,
      zone,
      amount: alone && amount !== undefined ? parseMoney(amount, 'USD') : undefined,
      pledged: readPledge(row['Initial Pledge Length']),
      chargesMade: row['Recur Completed'],
      cancelledAt: row['Cancelled On'].instant,
      cancelReason: row['Cancelation Reason'],
      sunsetDay: row['Weekly Recurring Sunset'] && dayOf(row['Weekly Recurring Sunset']),
      stub: alone ? undefined : (true as const),
    }),
  )
}

function readGift(row: ContributionRow, config: Config): GiftFacts {
  const amount = parseMoney(row.Amount, 'USD')
  const plan = readPlan(row)
  return {
    lineitemId: row['Lineitem ID'],
    entityId: row['Recipient ID'],
    orderNumber: row['Receipt ID'],
    amount,
    fee: feeAsStated(amount, row.Fee === undefined ? undefined : String(row.Fee)),
    happenedAt: row.Date.instant,
    timeAmbiguous: row.Date.ambiguous,
    person: readPerson(row, row['Donor Addr1'], row['Donor Addr2'], row['Donor ID']),
    status: 'approved',
    form: row['Fundraising Page'],
    refcodes: filledCodes({ refcode: row['Reference Code'], refcode2: row['Reference Code 2'] }),
    clickIds: findClickIds(row['Reference Code 2'], config.clickIdPatterns),
    chargeNumber: plan && row['Recurrence Number'],
    region: row['Donor State'],
    country: row['Donor Country'],
    attributes: {
      committee: row['Recipient Committee'],
      fecId: row['Recipient Gov ID'],
      isMobile: row.Mobile,
      isPaypal: row.Paypal,
      isApplePay: row['Apple Pay'],
      isExpressLane: row['ActBlue Express Lane'],
      isExpressDonor: row['ActBlue Express Donor'],
      abTest: row['AB Test Name'] && [row['AB Test Name'], row['AB Variation']].filter(Boolean).join('/'),
    },
    plan,
  }
}

function readPlan(row: ContributionRow): PlanFacts | undefined {
  const months = row['Recurring Total Months']
  const recurs =
    (months !== undefined && months !== '0' && months !== '1') ||
    row['Recur Weekly'] === true ||
    row['Recurring Type'] !== undefined ||
    Number(row['Monthly Recurring Amount'] ?? 0) > 0 ||
    Number(row['Weekly Recurring Amount'] ?? 0) > 0 ||
    (row['Recurrence Number'] ?? 1) > 1
  if (!recurs) return undefined
  const period = isWeekly(row) ? 'weekly' : 'monthly'
  const repeats = row[period === 'weekly' ? 'Weekly Recurring Amount' : 'Monthly Recurring Amount'] ?? row.Amount
  return {
    period,
    amount: parseMoney(repeats, 'USD'),
    pledged: readPledge(months) ?? readPledge(row['Recurring Pledged']),
    chargesMade: row['Recurrence Number'],
    sunsetDay: row['Weekly Recurring Sunset'] && dayOf(row['Weekly Recurring Sunset']),
  }
}

/** A weekly series that has rolled over to monthly says when: charges from then on are monthly ones. */
function isWeekly(row: ContributionRow): boolean {
  if (row['Recur Weekly'] !== true && Number(row['Weekly Recurring Amount'] ?? 0) === 0) return false
  const rollover = dayOf(row['Weekly to Monthly Rollover Date'] ?? '')
  return rollover === undefined || easternDay(new Date(row.Date.instant)) < rollover
}

function readPerson(
  row: Pick<ContributionRow, Extract<keyof ContributionRow & keyof CancellationRow, string>>,
  line1: string | undefined,
  line2: string | undefined,
  donorId: string | undefined,
): Person {
  const address = known({
    line1,
    line2,
    city: row['Donor City'],
    region: row['Donor State'],
    postalCode: row['Donor ZIP'],
    country: row['Donor Country'],
  })
  return known({
    anonymousKey: row['Receipt ID'],
    email: row['Donor Email'],
    phone: row['Donor Phone'],
    externalIds: donorId === undefined ? undefined : { donor: donorId },
    firstName: row['Donor First Name'],
    lastName: row['Donor Last Name'],
    address: Object.keys(address).length > 0 ? address : undefined,
    employer: row['Donor Employer'],
    occupation: row['Donor Occupation'],
  })
}
