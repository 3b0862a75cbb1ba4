import type { Tenant } from '#lib/app-router.ts'

/** When a past event happened, with its year, on the client's clock. */
export function atText(at: string, { timeZone, locale }: Pick<Tenant, 'timeZone' | 'locale'>): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  return format.format(new Date(at)).replaceAll(/[\u2009\u202f]/g, ' ')
}
