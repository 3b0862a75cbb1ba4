import { tokenHash } from '@throughline/db'
import type { TestDatabase } from '@throughline/db/testing'

/** A session's token for one of the cast, where signing in is not what is tested. */
export async function tokenOf(
  { superuser }: Pick<TestDatabase, 'superuser'>,
  userId: string,
  now: () => Date,
): Promise<string> {
  const token = `token of ${userId}`
  const at = now().toISOString()
  const expiresAt = new Date(now().getTime() + 30 * 86_400_000).toISOString()
  await superuser`insert into session (token_hash, user_id, expires_at, created_at, last_seen_at) values (${tokenHash(token)}, ${userId}, ${expiresAt}, ${at}, ${at})`
  return token
}
