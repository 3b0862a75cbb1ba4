import postgres, { type Options, type PostgresType, type Sql } from 'postgres'

/**
 * Opens a client, as `postgres(url, options)` does, and understands a host that is the folder of a Unix socket
 * (`postgres://user:secret@%2Frun%2Fpostgresql:5432/name`, the form of libpq and pg), which postgres.js takes only as an option.
 */
export const connect = (url: string, options: Options<Record<string, PostgresType>> = {}): Sql => {
  const host = decodeURIComponent(new URL(url).hostname)
  return host.startsWith('/') ? postgres(url, { ...options, host }) : postgres(url, options)
}
