import { zonesOfPhone } from './area-codes.ts'

/** Calls and texts go out from this hour, and before that one, by the clock on the recipient's wall (47 CFR 64.1200(c)(1)). */
const firstHour = 8
const lastHour = 21

/**
 * Whether it is between 8:00 and 21:00 wherever this number may be. A mobile number's area code is where it was bought, so where
 * the person's own zone is known it is asked as well, and both must agree.
 * @param phone E.164
 */
export function isWakingHour(phone: string, now: Date, ownZone?: string): 'yes' | 'no' | 'unknown' {
  const zones = zonesOfPhone(phone)
  if (!zones) return 'unknown'
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime())
  const awake = [...zones, ...(ownZone === undefined ? [] : [ownZone])].every((zone) => {
    const { hour } = instant.toZonedDateTimeISO(zone)
    return hour >= firstHour && hour < lastHour
  })
  return awake ? 'yes' : 'no'
}
