import type { EmulatedDonor, EmulatedEntity, EmulatedLine, EmulatedOrder } from './emulator-ledger.ts'

/** The entity whose key reads the reports, and two others that share tandem forms with it. */
export const seedEntities: EmulatedEntity[] = [
  { id: 70001, committee: 'Example for Senate', fecId: 'C00000001' },
  { id: 70002, committee: 'Example Victory Fund', fecId: 'C00000002' },
  { id: 70003, committee: 'Example Neighbors', fecId: 'C00000003' },
]

const avery: EmulatedDonor = {
  id: 50000001,
  firstname: 'Avery',
  lastname: 'Example',
  email: 'avery@example.org',
  phone: '3145550142',
  addr1: '12 Sample St, Apt "B"',
  city: 'St. Louis',
  state: 'MO',
  zip: '63101-0001',
  country: 'United States',
  employer: 'None',
  occupation: 'Retired',
}
const blake: EmulatedDonor = {
  id: 50000002,
  firstname: 'Blake',
  lastname: 'Sample',
  email: 'Blake@Example.org',
  phone: '+1 (312) 555-0143 x12',
  state: 'IL',
  country: 'United States',
}
/** Gave on a form of someone else and shared neither address. */
const casey: EmulatedDonor = { id: 50000003, firstname: 'Casey', lastname: 'Sample', state: 'NY', country: 'Canada' }

/** A small ledger with every shape that trips integrators, ending shortly before 2026-11-15. */
export function seedLines(): EmulatedLine[] {
  const order = (number: number, donor: EmulatedDonor, paid: string, more: Partial<EmulatedOrder> = {}) => ({
    orderNumber: `AB9000000${number}`,
    createdAt: Date.parse(paid),
    donor,
    form: 'synthetic_fall',
    period: 'once' as const,
    ...more,
  })
  let next = 600000010
  const line = (of: EmulatedOrder, dollars: number, more: Partial<EmulatedLine> = {}): EmulatedLine => ({
    lineitemId: (next += 1),
    order: of,
    entityId: 70001,
    amountMinor: Math.round(dollars * 100),
    paidAt: of.createdAt,
    charge: 1,
    ...more,
  })
  const tandem = order(10, avery, '2026-09-14T21:15:09-04:00', { refcodes: { refcode: 'em_0914_a' } })
  const monthly = order(11, avery, '2026-08-31T23:40:12-04:00', {
    period: 'monthly',
    refcodes: { refcode: 'fb_20260930_video1', refcode2: 'fb_IwZXh0bgNhZW0BMABhZGlkAasAAAAA', refcodeSB: 'sbTok3n' },
    textMessageOption: 'opt_in',
    abTest: 'ask_amounts/B',
    isMobile: true,
    comment: 'line one\r\nline "two"',
  })
  const weekly = order(12, blake, '2026-10-02T09:00:00-04:00', { period: 'weekly', pledged: 4, form: 'weekly_club' })
  const ended = order(13, blake, '2026-05-05T12:00:00-04:00', { period: 'monthly', cancelReason: 'Donor request' })
  ended.cancelledAt = Date.parse('2026-07-20T08:00:00-04:00')
  const boosted = order(14, avery, '2026-10-10T10:00:00-04:00', { period: 'monthly' })
  const refunded = order(15, blake, '2026-09-20T13:00:00-04:00', { refcodes: { refcode: 'text-blast_1' } })
  const nameless = order(16, casey, '2026-10-20T18:30:00-04:00')
  const firstPass = order(17, blake, '2026-11-01T01:30:00-04:00')
  const secondPass = order(18, avery, '2026-11-01T01:30:00-05:00')
  const declined = order(19, blake, '2026-11-02T10:00:00-05:00')
  return [
    line(tandem, 25),
    line(tandem, 25, { entityId: 70002 }),
    line(tandem, 25, { entityId: 70003 }),
    line(monthly, 25),
    line(monthly, 25, { charge: 2, paidAt: Date.parse('2026-09-30T23:41:00-04:00') }),
    line(monthly, 25, { charge: 3, paidAt: Date.parse('2026-10-30T23:41:00-04:00') }),
    ...[2, 9, 16, 23].map((day, index) =>
      line(weekly, 5.77, { charge: index + 1, paidAt: weekly.createdAt + (day - 2) * 86_400_000 }),
    ),
    line(ended, 10),
    line(ended, 10, { charge: 2, paidAt: Date.parse('2026-06-05T12:00:00-04:00') }),
    line(boosted, 13.5, { repeatsMinor: 1_000 }),
    line(refunded, 250, {
      refundedAt: Date.parse('2026-10-04T10:05:00-04:00'),
      recoveredAt: Date.parse('2026-10-12T00:00:00-04:00'),
    }),
    line(nameless, 2),
    line(firstPass, 7),
    line(secondPass, 8),
    line(declined, 99, { status: 'declined' }),
  ]
}
