import type { Ctx } from '@throughline/connector-kit'
import { ask, bucket } from './quo.ts'
import { One, type Config } from './schema.ts'

/** Rows by their ids, one request each. What is gone, or was a test event's made-up id, is left out. */
export const fetchById =
  (path: string, surface: 'dated' | 'v1' = 'dated') =>
  async ({ http }: Ctx<Config>, keys: readonly string[]): Promise<unknown[]> => {
    const rows: unknown[] = []
    for (const key of keys) {
      const at = `${path}/${encodeURIComponent(key)}`
      const answer =
        surface === 'dated' ? await ask(http, at, { accept: [404] }) : await http.get(at, { bucket, accept: [404] })
      if (answer.status !== 404) rows.push(answer.json(One).data)
    }
    return rows
  }
