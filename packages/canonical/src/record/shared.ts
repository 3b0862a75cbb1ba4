import { z } from 'zod'
import { Day, Instant, TimeZone } from '../instant.ts'
import { Person } from '../person.ts'

/** A calendar day that a source booked on its own calendar, where it gives no time. */
const SourceDay = z.object({ day: Day, zone: TimeZone })

/** What every record has. */
export const shared = {
  /**
   * The source's own key of this record, unique within (source, kind): reading it twice writes it once. Where the source's ids
   * are unique within one account only, the account is part of the key.
   */
  key: z.string().min(1),
  happenedAt: Instant,
  sourceDay: SourceDay.optional(),
  person: Person.optional(),
}

/** What a source says beyond the fields named here, as long as it is no personal data. */
export const Attributes = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

/** Where a campaign, a touch or a spend belongs. A closed list; labels and colours are the app's. */
export const channels = [
  'ads',
  'sms',
  'email',
  'call',
  'social',
  'web',
  'event',
  'mail',
  'partner',
  'crm',
  'other',
] as const
export const Channel = z.enum(channels)
export type Channel = z.infer<typeof Channel>
