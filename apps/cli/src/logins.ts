import { createHmac } from 'node:crypto'
import { type Logins, withDatabase } from '@throughline/db'

type Login = 'owner' | 'app' | 'jobs'

/**
 * The passwords of the three logins, derived from the administrator's own: every process that is given the same DATABASE_URL
 * knows them, and none has to be stored or handed round.
 */
export const derivedPasswords = (adminUrl: string): Record<Login, string> => {
  const secret = decodeURIComponent(new URL(adminUrl).password)
  const of = (role: string) => createHmac('sha256', secret).update(`throughline_${role}`).digest('base64url')
  return { owner: of('owner'), app: of('app'), jobs: of('jobs') }
}

/** The three logins to one database of the administrator's server. */
export const derivedLogins = (adminUrl: string, database: string): Logins => {
  const passwords = derivedPasswords(adminUrl)
  const login = (role: Login) =>
    withDatabase(adminUrl, database, { name: `throughline_${role}`, password: passwords[role] })
  return { owner: login('owner'), app: login('app'), jobs: login('jobs') }
}
