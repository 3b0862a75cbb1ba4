import { listenForNews } from '@throughline/core/notify'
import { grantsChannel } from '@throughline/core/sign-in'
import type { Notices } from '../services.ts'

/** What other processes say after their commits, as the database passes it on. */
export function createNotices(database: Parameters<typeof listenForNews>[0]): Notices {
  return {
    listen: (heard) => listenForNews(database, ({ batch, ...news }) => heard({ ...news, batch: batch ?? null })),
    listenGrants: (heard) => database.listen(grantsChannel, heard),
  }
}
