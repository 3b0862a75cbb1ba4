import { z } from 'zod'
import { Dollars, Flag, Id, lenient, Moment, Text } from './fields.ts'
import { readClickIdPattern } from './refcodes.ts'

export const Config = z.object({
  entityIds: z.array(z.string().trim().regex(/^\d+$/, 'a number, as in ActBlue’s reports')).min(1).meta({
    title: 'Entity ids',
    description:
      'Recipient ID of each committee whose gifts are this client’s. Lines of other entities are never counted.',
    placeholder: '70001',
  }),
  backfillFrom: z.iso.date().meta({
    title: 'Read history from',
    description: 'The first day to read, on ActBlue’s calendar (US Eastern).',
  }),
  managedForms: z.boolean().default(false).meta({
    title: 'Read managed forms',
    description:
      'Also read gifts to this client on forms that its entity manages. Off unless you know that you need it.',
  }),
  clickIdPatterns: z
    .record(
      z.string(),
      z.string().refine((text) => readClickIdPattern(text), 'text around one (.+), such as ^fb_(.+)$'),
    )
    .default({ fbclid: '^fb_(.+)$' })
    .meta({ title: 'Click ids in refcode2', description: 'By the click id’s name: where landing pages put it.' }),
})
export type Config = z.infer<typeof Config>

const webhookUser = (what: string) =>
  z
    .string()
    .default('')
    .meta({ title: `${what}: username`, secret: false, generate: true })
const webhookPassword = (what: string) =>
  z
    .string()
    .default('')
    .meta({ title: `${what}: password`, generate: true, description: 'Type the same into ActBlue’s request form.' })

export const Secrets = z.object({
  clientUuid: z.string().trim().min(1).meta({
    title: 'Client UUID',
    description: 'From Admin > API Credentials in the ActBlue dashboard.',
    placeholder: '11111111-2222-4333-8444-555555555555',
  }),
  clientSecret: z.string().trim().min(1).meta({ title: 'Client secret' }),
  contributionUsername: webhookUser('Contributions webhook'),
  contributionPassword: webhookPassword('Contributions webhook'),
  refundUsername: webhookUser('Refunds webhook'),
  refundPassword: webhookPassword('Refunds webhook'),
  cancellationUsername: webhookUser('Cancellations webhook'),
  cancellationPassword: webhookPassword('Cancellations webhook'),
})
export type Secrets = z.infer<typeof Secrets>

const Donor = z.object({
  firstname: Text,
  lastname: Text,
  addr1: Text,
  city: Text,
  state: Text,
  zip: Text,
  country: Text,
  email: Text,
  phone: Text,
  employerData: lenient(z.object({ employer: Text, occupation: Text })),
})

const Status = z
  .string()
  .transform((status) => status.toLowerCase())
  .pipe(z.enum(['approved', 'pending', 'declined']))

const Contribution = z.object({
  orderNumber: Id,
  createdAt: lenient(Moment),
  contributionForm: Text,
  refcodes: lenient(z.record(z.string(), z.union([z.string(), z.number().transform(String), z.null()]).catch(null))),
  refcode: Text,
  refcode2: Text,
  creditCardExpiration: Text,
  recurringPeriod: Text,
  recurringDuration: Text,
  weeklyRecurringSunset: Text,
  isRecurring: Flag,
  isPaypal: Flag,
  isMobile: Flag,
  isExpress: Flag,
  withExpressLane: Flag,
  abTestName: Text,
  abTestVariation: Text,
  textMessageOption: Text,
  /** Absent in some samples; then approved. */
  status: z.preprocess((value) => (value === null || value === undefined ? 'approved' : value), Status),
  recurPledged: Text,
  recurCompleted: lenient(z.coerce.number().int().nonnegative()),
  cancellationReason: Text,
  refundedAt: lenient(Moment),
  cancelledAt: lenient(Moment),
})

const Line = z.object({
  lineitemId: Id,
  entityId: Id,
  amount: Dollars,
  recurringAmount: lenient(Dollars),
  amountLessAbFees: lenient(Dollars),
  fecId: Text,
  committeeName: Text,
  recoveredAt: lenient(Moment),
})

const notice = { donor: lenient(Donor), form: lenient(z.object({ name: Text })) }

const timed = Line.extend({ paidAt: lenient(Moment) })
const aTime = 'a time such as 2026-09-30T23:40:12-04:00'

/**
 * One line item of a contribution notice, with what it shares with its siblings. Money needs the time at which it was
 * paid; an attempt that was declined may have only the time of the checkout.
 */
export const DonationNotice = z
  .object({ ...notice, contribution: Contribution, lineitem: timed })
  .refine(
    ({ lineitem, contribution }) => lineitem.paidAt ?? (contribution.status !== 'approved' && contribution.createdAt),
    { path: ['lineitem', 'paidAt'], message: aTime },
  )
export type DonationNotice = z.infer<typeof DonationNotice>

/** What its status says is of no weight where money goes back or a series ends: an unknown word is no reason to set it aside. */
const AnyStatus = Contribution.shape.status.catch('approved')

/** One line item of a refund notice. The time stands on the line or, in some bodies, on the contribution. */
export const RefundNotice = z
  .object({
    ...notice,
    contribution: Contribution.extend({ status: AnyStatus }),
    lineitem: timed.extend({ refundedAt: lenient(Moment) }),
  })
  .refine(({ lineitem, contribution }) => lineitem.refundedAt ?? contribution.refundedAt, {
    path: ['lineitem', 'refundedAt'],
    message: aTime,
  })
export type RefundNotice = z.infer<typeof RefundNotice>

/** One line item of a cancellation notice: its series ends. */
export const CancellationNotice = z.object({
  ...notice,
  contribution: Contribution.extend({ cancelledAt: Moment, status: AnyStatus }),
  lineitem: Line.extend({ amount: lenient(Dollars), paidAt: lenient(Moment) }),
})
export type CancellationNotice = z.infer<typeof CancellationNotice>

/** What every body has, whatever its kind; who gave and on which form may be left out. */
export const Envelope = z.looseObject({
  contribution: z.looseObject({ orderNumber: Id }),
  lineitems: z.array(z.looseObject({})).min(1),
  donor: z.unknown().optional(),
  form: z.unknown().optional(),
})
export type Envelope = z.infer<typeof Envelope>
