import { sql, type Inside } from '@throughline/db'
import { writeOwnFacts } from '../ledger/index.ts'
import type { DataDriven, Fit } from './models/index.ts'

/** Fitted models as they were frozen last; those that were never fitted are absent. */
export type Fits = Partial<Record<DataDriven, Fit>>

const fitKind = 'model_fit'

/** The latest fit of each data-driven model. */
export async function readFits({ db }: Pick<Inside, 'db'>): Promise<Fits> {
  const rows = await db.execute<{ key: DataDriven; value: { fit: Fit } }>(sql`
    select distinct on (tenant_id, kind, source, source_key) source_key as key, value from fact
    where kind = ${fitKind} and source = 'throughline'
    order by tenant_id desc, kind desc, source desc, source_key desc, version desc`)
  return Object.fromEntries(rows.map(({ key, value }) => [key, value.fit]))
}

/** Freezes fits as facts. */
export async function writeFits(inside: Inside, fits: readonly Fit[], now: Date): Promise<void> {
  await writeOwnFacts(
    inside,
    fits.map((fit) => ({ kind: fitKind, key: fit.model, value: { fit } })),
    { cause: 'model_refit', now },
  )
}
