import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'

const Id = z.uuid()

/** `SET` takes no parameters: the statement is built from parsed UUIDs only. */
export function setLocal(name: 'actor' | 'agencies' | 'tenants', ids: readonly string[]): string {
  const parsed = ids.map((id) => Id.parse(id))
  return `set local app.${name} = '${name === 'actor' ? (parsed[0] ?? '') : `{${parsed.join(',')}}`}'`
}

/** Several settings as one statement. */
export function saying(...settings: string[]): SQL {
  return sql.raw(settings.join(';'))
}
