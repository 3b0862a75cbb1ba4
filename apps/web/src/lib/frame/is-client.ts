import type { Answers } from '#lib/app-router.ts'

/** A client's own person: works for no agency, and sees no trace of one. */
export function isClient({ agencies, tenants }: Answers['session']['whoAmI']): boolean {
  return agencies.length === 0 && tenants.every(({ role }) => role === 'client_admin' || role === 'viewer')
}
