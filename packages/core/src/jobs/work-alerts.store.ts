import { eq, sql, tables, type Inside } from '@throughline/db'

/** Kinds of jobs that failed for good and were not looked at, with how many of each. */
export async function deadKinds({ db }: Pick<Inside, 'db'>): Promise<{ kind: string; failed: number }[]> {
  const { deadLetter } = tables
  return db
    .select({ kind: deadLetter.kind, failed: sql<number>`count(*)::int` })
    .from(deadLetter)
    .where(eq(deadLetter.state, 'dead'))
    .groupBy(deadLetter.kind)
    .orderBy(deadLetter.kind)
}
