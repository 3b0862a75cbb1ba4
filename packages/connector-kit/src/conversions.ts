import { Instant, Money } from '@throughline/canonical'
import { z } from 'zod'

const text = z.string().max(500).optional()

/** Strict: what is not named here cannot be told, least of all employer, occupation, street or party. */
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

/** One conversion that an ad platform is to be told of. Lives in memory only: the outbox keeps which, never who. */
export const ConversionEvent = z.strictObject({
  /** The same for the same gift for ever: the platform drops what it has had under this id. */
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
  /** The landing page's cookies by name, as they were. */
  cookies: z.record(z.string(), z.string().max(500)).optional(),
  /** Click ids by the parameter's name, as they stood in the landing's address. */
  clickIds: z.record(z.string(), z.object({ value: z.string(), truncated: z.boolean(), landedAt: Instant })).optional(),
  /** Limited data use, where the law of the person's state wants it. */
  limited: z.strictObject({ country: z.number().int(), state: z.number().int() }).optional(),
})
export type ConversionEvent = z.infer<typeof ConversionEvent>

/** What an action that `takes: 'conversions'` is run with: chosen by core, each consented, each first or again under its own id. */
export const ConversionsInput = z.strictObject({
  /** When the batch was made: platforms remember ids for a while, so it is sent again only within that time. */
  chosenAt: Instant,
  events: z.array(ConversionEvent).min(1).max(1_000),
  /** Where no browser was seen: sent as made by a system, or left out. */
  withoutBrowser: z.enum(['system_generated', 'leave_out']).default('system_generated'),
  /** From the platform's own console, to see events there without counting them. */
  testEventCode: z.string().max(40).optional(),
})
export type ConversionsInput = z.infer<typeof ConversionsInput>

/** What such an action says in `Done.detail`: how many the platform took, and which stayed, each with a word why. */
export const ConversionsSent = z.object({
  received: z.number().int().nonnegative(),
  unsent: z.array(z.object({ eventId: z.string(), why: z.string() })),
})
