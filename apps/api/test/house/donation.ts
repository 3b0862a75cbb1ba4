/** One gift as ActBlue's notices tell it, in the documented shape; everything unsaid is usual. */
export interface Donation {
  lineitemId: number
  amount?: string | number
  entityId?: number
  paidAt?: string
  orderNumber?: string
  firstname?: string
  lastname?: string
  email?: string
  phone?: string
  refundedAt?: string
  /** The first charge of a plan that goes on until it is cancelled. */
  monthly?: boolean
}

/** The body that the provider posts. */
export function donationBody(gift: Donation): object {
  const { lineitemId, amount = '25.00', entityId = 70001, paidAt = '2026-11-18T12:00:00-05:00' } = gift
  return {
    donor: {
      firstname: gift.firstname ?? 'Avery',
      lastname: gift.lastname ?? 'Example',
      addr1: '12 Sample St',
      city: 'St. Louis',
      state: 'MO',
      zip: '63101-0001',
      country: 'United States',
      isEligibleForExpressLane: true,
      employerData: { employer: 'None', occupation: 'Retired' },
      email: gift.email ?? 'donor@example.org',
      phone: gift.phone ?? '3145550142',
    },
    contribution: {
      createdAt: paidAt,
      orderNumber: gift.orderNumber ?? `AB${lineitemId}`,
      contributionForm: 'synthetic_fall',
      refcodes: { refcode: 'em_1118_a' },
      refcode: 'em_1118_a',
      recurringPeriod: gift.monthly ? 'monthly' : 'once',
      recurringDuration: gift.monthly ? 'infinite' : 1,
      isRecurring: gift.monthly === true,
      status: 'approved',
      customFields: [],
    },
    lineitems: [
      {
        sequence: 1,
        entityId,
        fecId: 'C00000001',
        committeeName: 'Example for Senate',
        amount,
        recurringAmount: null,
        paidAt,
        paymentId: lineitemId,
        lineitemId,
        ...(gift.refundedAt === undefined ? {} : { refundedAt: gift.refundedAt }),
      },
    ],
    form: { name: 'synthetic_fall', kind: 'page', ownerEmail: 'staff@example.org' },
  }
}
