import { z } from 'zod'
import { Dollars, Id, lenient, Moment, Text } from './fields.ts'

/** A report without one of these is not the report that we know. */
export const requiredColumns = ['Receipt ID', 'Lineitem ID', 'Date', 'Amount', 'Recipient ID']
export const requiredCancellationColumns = ['Receipt ID', 'Cancelled On']

const Count = lenient(z.coerce.number().int().positive())
const YesNo = lenient(
  z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(['t', 'f', 'true', 'false']))
    .transform((flag) => flag.startsWith('t')),
)

const donor = {
  'Donor First Name': Text,
  'Donor Last Name': Text,
  'Donor City': Text,
  'Donor State': Text,
  'Donor ZIP': Text,
  'Donor Country': Text,
  'Donor Occupation': Text,
  'Donor Employer': Text,
  'Donor Email': Text,
  'Donor Phone': Text,
}

/** A row of the paid, refunded or managed-form report: one line item. */
export const ContributionRow = z.object({
  ...donor,
  'Receipt ID': Id,
  'Lineitem ID': Id,
  Date: Moment,
  Amount: Dollars,
  'Recipient ID': Id,
  'Donor Addr1': Text,
  'Donor Addr2': Text,
  'Donor ID': Text,
  Fee: lenient(Dollars),
  'Recurring Total Months': Text,
  'Recurrence Number': Count,
  'Recurring Type': Text,
  'Recurring Pledged': Text,
  'Recur Weekly': YesNo,
  'Weekly Recurring Sunset': Text,
  'Weekly to Monthly Rollover Date': Text,
  'Monthly Recurring Amount': lenient(Dollars),
  'Weekly Recurring Amount': lenient(Dollars),
  'Recipient Committee': Text,
  'Recipient Gov ID': Text,
  'Fundraising Page': Text,
  'Reference Code': Text,
  'Reference Code 2': Text,
  'ActBlue Express Lane': YesNo,
  'ActBlue Express Donor': YesNo,
  Mobile: YesNo,
  'Apple Pay': YesNo,
  Paypal: YesNo,
  'AB Test Name': Text,
  'AB Variation': Text,
  'Text Message Opt In': Text,
})
export type ContributionRow = z.infer<typeof ContributionRow>

/** A row of the refunded report. */
export const RefundRow = ContributionRow.extend({
  'Refund Date': Moment,
  'Refund ID': Text,
  'Recovery Date': lenient(Moment),
})
export type RefundRow = z.infer<typeof RefundRow>

/** A row of the cancelled report: one series. The column names are the provider's, misspellings and all. */
export const CancellationRow = z.object({
  ...donor,
  'Receipt ID': Id,
  'Cancelled On': Moment,
  'Donor Address': Text,
  'Recurrence Amount': lenient(Dollars),
  'Recurring Amount': lenient(Dollars),
  'Initial Pledge Length': Text,
  'Recurrence Frequency': Text,
  'Recurring Period': Text,
  'Weekly Recurring Sunset': Text,
  'Recur Completed': lenient(z.coerce.number().int().nonnegative()),
  'Cancelation Reason': Text,
})
export type CancellationRow = z.infer<typeof CancellationRow>
