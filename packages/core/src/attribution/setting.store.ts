import type { Cause } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { writeOwnFacts } from '../ledger/index.ts'
import type { Model, Window } from './models/index.ts'
import { firstSetting, type AttributionSetting } from './setting.ts'

const kind = 'attribution_setting'
const key = 'credit'

/** Every version of the setting, by its number, and which is in force and why; as known at a batch, or now. */
export async function readSettings(
  { db }: Pick<Inside, 'db'>,
  batch?: number,
): Promise<{
  versions: ReadonlyMap<number, AttributionSetting>
  current: AttributionSetting
  cause: Cause
}> {
  const rows = await db.execute<{ version: number; cause: Cause; value: { model: Model; window: Window } }>(sql`
    select version, cause, value from fact
    where kind = ${kind} and source = 'throughline' and source_key = ${key}
      ${batch === undefined ? sql`` : sql`and batch <= ${batch}::bigint`} order by version`)
  const versions = new Map([[0, firstSetting]])
  for (const { version, value } of rows)
    versions.set(version, { modelNo: version, model: value.model, window: value.window })
  const last = rows.at(-1)
  return {
    versions,
    current: versions.get(last?.version ?? 0) ?? firstSetting,
    cause: last?.cause ?? 'rule_change',
  }
}

/** Credit is given so from now on; what was credited is restated, conversion by conversion. @returns the batch, or undefined where nothing changed */
export function writeSetting(
  inside: Inside,
  { model, window }: Pick<AttributionSetting, 'model' | 'window'>,
  why: { cause: 'rule_change' | 'model_refit'; now: Date },
): Promise<number | undefined> {
  return writeOwnFacts(inside, [{ kind, key, value: { model, window } }], why)
}
