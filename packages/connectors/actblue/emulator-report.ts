import { estimateFee } from './fee.ts'
import type { EmulatedEntity, EmulatedLedger, EmulatedLine, EmulatedOrder } from './emulator-ledger.ts'
import { cancellationColumns, columns2020, columns2026 } from './emulator-columns.ts'
import type { CsvType } from './reports.ts'
import { zone } from './times.ts'

/** How reports are written; changed at any time. */
export interface CsvStyle {
  generation: 2020 | 2026
  bom: boolean
  /** Adds a column that nobody has seen before. */
  unknownColumn: boolean
  /** Turns the columns' order round. */
  reordered: boolean
  /** Leaves out this column. */
  without?: string
}

export type CsvRecord = Record<string, string>

/** The rows that a report of this type has for days [start, end) on the Eastern calendar, as objects by column. */
export function* reportRows(
  ledger: EmulatedLedger,
  query: {
    type: CsvType
    start: string
    end: string
    now: Date
    entities: readonly EmulatedEntity[]
    own: readonly number[]
    refundsBy: 'refund' | 'contribution'
  },
): Generator<EmulatedLine | EmulatedOrder> {
  const from = midnight(query.start)
  const to = midnight(query.end)
  const now = query.now.getTime()
  const inside = (time: number) => time >= from && time < to && time <= now
  if (query.type === 'cancelled_recurring_contributions') {
    for (const order of ledger.orders) if (order.cancelledAt !== undefined && inside(order.cancelledAt)) yield order
    return
  }
  for (const line of ledger.lines) {
    if ((line.status ?? 'approved') !== 'approved' || (line.visibleAt ?? 0) > now || line.paidAt > now) continue
    const refunded = line.refundedAt !== undefined && line.refundedAt <= now
    const own = query.own.includes(line.entityId)
    const shown =
      query.type === 'paid_contributions'
        ? own && !refunded && inside(line.paidAt)
        : query.type === 'refunded_contributions'
          ? own && refunded && inside(query.refundsBy === 'refund' ? (line.refundedAt ?? 0) : line.paidAt)
          : inside(line.paidAt)
    if (!shown) continue
    yield line
    if (line.twice) yield line
  }
}

/** One line item as a row of the contribution reports. */
export function contributionRecord(line: EmulatedLine, entities: readonly EmulatedEntity[]): CsvRecord {
  const { order } = line
  const entity = entities.find(({ id }) => id === line.entityId)
  const repeats = dollars(line.repeatsMinor ?? line.amountMinor)
  const recurs = order.period !== 'once'
  const [abName = '', abArm = ''] = (order.abTest ?? '').split('/')
  return {
    'Receipt ID': order.orderNumber,
    Date: eastern(line.paidAt),
    Amount: line.broken ? 'twenty' : dollars(line.amountMinor),
    'Recurring Total Months': recurs ? String(order.pledged ?? 'unlimited') : '',
    'Recurrence Number': String(line.charge),
    Recipient: entity?.committee ?? '',
    'Fundraising Page': order.form,
    'Reference Code 2': order.refcodes?.refcode2 ?? '',
    'Reference Code': order.refcodes?.refcode ?? '',
    ...donorCells(order),
    'Donor Addr1': order.donor.addr1 ?? '',
    Comments: order.comment ?? '',
    'Donor ID': String(order.donor.id),
    'Lineitem ID': String(line.lineitemId),
    'AB Test Name': abName,
    'AB Variation': abArm,
    'Recipient Committee': entity?.committee ?? '',
    'Recipient ID': String(line.entityId),
    'Recipient Gov ID': entity?.fecId ?? '',
    'Payment ID': String(line.lineitemId + 200_000_000),
    'Payment Date': eastern(line.paidAt),
    'Recovery ID': line.recoveredAt === undefined ? '' : String(line.lineitemId + 400_000_000),
    'Recovery Date': line.recoveredAt === undefined ? '' : eastern(line.recoveredAt),
    'Refund ID': line.refundedAt === undefined ? '' : String(line.lineitemId + 300_000_000),
    'Refund Date': line.refundedAt === undefined ? '' : eastern(line.refundedAt),
    Fee: dollars(estimateFee({ minor: line.amountMinor, currency: 'USD' }).amount.minor),
    'Recur Weekly': order.period === 'weekly' ? 't' : 'f',
    'ActBlue Express Lane': 'f',
    'Card Type': 'VI',
    'Card Last4': '4242',
    'Card Expiration': '04/2029',
    Mobile: order.isMobile ? 't' : 'f',
    'Monthly Recurring Amount': order.period === 'monthly' ? repeats : '',
    'Weekly Recurring Amount': order.period === 'weekly' ? repeats : '',
    'ActBlue Express Donor': 't',
    'Donor US Passport Number': '',
    'Text Message Opt In': order.textMessageOption ?? 'unknown',
    'Recurring Type': recurs ? (order.pledged === undefined ? 'forever' : 'monthly_adjustable') : '',
    'Recurring Pledged': recurs ? String(order.pledged ?? 'forever') : '1',
    Paypal: 'f',
    Kind: 'page',
    'Some Newer Column': 'new',
  }
}

/** One cancelled series as a row of the cancelled report. */
export function cancellationRecord(
  order: EmulatedOrder,
  lines: readonly EmulatedLine[],
  entities: readonly EmulatedEntity[],
): CsvRecord {
  const first = lines[0]
  const entity = entities.find(({ id }) => id === first?.entityId)
  const repeats = dollars(first?.repeatsMinor ?? first?.amountMinor ?? 0)
  return {
    ...donorCells(order),
    'Receipt ID': order.orderNumber,
    'Recurrence Amount': repeats,
    'Recurring Amount': repeats,
    'Total Amount': dollars(lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)),
    'Initial Pledge Length': String(order.pledged ?? 'forever'),
    'Recurrence Frequency': order.period,
    'Recurring Period': order.period,
    'Recurring Duration': String(order.pledged ?? 'infinite'),
    'Initial Contribution Date': eastern(order.createdAt),
    'Cancelled On': first?.broken ? 'never' : eastern(order.cancelledAt ?? 0),
    'Reference Code': order.refcodes?.refcode ?? '',
    'Contribution Form': order.form,
    'Credit Card Expiration': '04/2029',
    'Recur Completed': String(Math.max(0, ...lines.map(({ charge }) => charge))),
    'Cancelation Reason': order.cancelReason ?? '',
    'FEC Id': entity?.fecId ?? '',
    'Committee Name': entity?.committee ?? '',
    Sequence: '1',
  }
}

export function columnsOf(type: CsvType, style: CsvStyle): string[] {
  const known =
    type === 'cancelled_recurring_contributions'
      ? cancellationColumns
      : style.generation === 2020
        ? columns2020
        : columns2026
  const columns = style.unknownColumn ? [...known, 'Some Newer Column'] : [...known]
  const kept = columns.filter((name) => name !== style.without)
  return style.reordered ? kept.reverse() : kept
}

/** One CSV line with CRLF; cells are quoted where RFC 4180 asks for it. */
export function csvLine(columns: readonly string[], record: CsvRecord): string {
  return columns.map((name) => cell(record[name] ?? '')).join(',') + '\r\n'
}

export const csvHeader = (columns: readonly string[], bom: boolean): string =>
  (bom ? '\uFEFF' : '') + columns.map(cell).join(',') + '\r\n'

/** Midnight in US Eastern as epoch milliseconds. */
function midnight(day: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds
}

/** Wall-clock time in US Eastern, without offset, as the reports have it. */
export function eastern(time: number): string {
  const wall = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone).toPlainDateTime()
  return wall.toString({ smallestUnit: 'second' }).replace('T', ' ')
}

/** `2500` as `25.0`, `2577` as `25.77`: as the provider writes dollars. */
export function dollars(minor: number): string {
  const whole = Math.floor(minor / 100)
  const cents = String(minor % 100).padStart(2, '0')
  return `${whole}.${cents.endsWith('0') ? cents.slice(0, 1) : cents}`
}

function donorCells({ donor }: EmulatedOrder): CsvRecord {
  return {
    'Donor First Name': donor.firstname,
    'Donor Last Name': donor.lastname,
    'Donor City': donor.city ?? '',
    'Donor State': donor.state ?? '',
    'Donor ZIP': donor.zip ?? '',
    'Donor Country': donor.country ?? '',
    'Donor Occupation': donor.occupation ?? '',
    'Donor Employer': donor.employer ?? '',
    'Donor Email': donor.email ?? '',
    'Donor Phone': donor.phone ?? '',
  }
}

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
