import { Instant, Money } from '@throughline/canonical'
import { z } from 'zod'

const text = z.string().max(500).optional()

/** Strict: what is not named here cannot be sent, least of all employer, occupation, street or party. */
const Person = z.strictObject({
  email: text,
  phone: text,
  firstName: text,
  lastName: text,
  city: text,
  region: text,
  postalCode: text,
  country: text,
  birthDay: z.iso.date().optional(),
  gender: z.enum(['f', 'm']).optional(),
  externalIds: z.array(z.string()).max(10).optional(),
})

const Event = z.strictObject({
  /** The same for the same gift for ever: Meta drops what it has had under this id. */
  eventId: z.string().min(1).max(200),
  name: z.enum(['Purchase', 'Donate', 'Lead', 'Subscribe', 'CompleteRegistration']),
  happenedAt: Instant,
  value: Money.optional(),
  orderId: z.string().max(200).optional(),
  category: z.enum(['donation', 'recurring_donation', 'membership']).optional(),
  person: Person,
  /** Without a consent there is nothing to send. */
  consent: z.strictObject({ source: z.string().min(1), at: Instant }),
  /** What our own landing page saw of the browser. */
  browser: z
    .strictObject({ url: z.url().optional(), userAgent: text, ip: z.union([z.ipv4(), z.ipv6()]).optional() })
    .optional(),
  click: z
    .strictObject({
      fbc: text,
      fbp: text,
      fbclid: z.strictObject({ value: z.string(), truncated: z.boolean(), landedAt: Instant }).optional(),
    })
    .optional(),
  /** Limited data use, where the law of the person's state wants it. */
  limited: z.strictObject({ country: z.number().int(), state: z.number().int() }).optional(),
})
export type ConversionEvent = z.infer<typeof Event>

/** A batch of conversions that core has chosen: each consented, each sent for the first time or again under its own id. */
export const ConversionsInput = z.strictObject({
  /** When the batch was made: Meta remembers ids for 48 hours, so it is sent again only within that time. */
  chosenAt: Instant,
  events: z.array(Event).min(1).max(1_000),
  /** Where no browser was seen: sent as made by a system, or left out. */
  withoutBrowser: z.enum(['system_generated', 'leave_out']).default('system_generated'),
  /** From Events Manager, to see events there without counting them. */
  testEventCode: z.string().max(40).optional(),
})
export type ConversionsInput = z.infer<typeof ConversionsInput>
