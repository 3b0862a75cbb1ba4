import { sql, type Inside } from '@throughline/db'
import { batchAt, type BatchMoment } from '../../ledger/index.ts'
import { tenantFrame } from '../../metrics/tenant.store.ts'
import { readFits } from '../fits.store.ts'
import { readAttributionHead } from '../head.store.ts'
import { modelsToCompare, type ComparedModel } from '../compare/models-to-compare.ts'
import type { ConversionSet } from '../columns/columns.store.ts'
import type { Fit } from '../models/index.ts'
import { readPlaces, type Places } from '../places.store.ts'
import { readSettings } from '../setting.store.ts'
import { isWaiting } from '../waiting.store.ts'
import type { AttributionSetting } from '../setting.ts'

/** What every view stands on. */
export interface Ground {
  moment: BatchMoment
  /** Nothing is waiting to be followed back. */
  current: boolean
  restating: boolean
  currency: string
  timeZone: string
  setting: AttributionSetting
  models: ComparedModel[]
  /** The chance to give after a touch of a channel, by the chain; undefined before it is fitted. */
  chances: Readonly<Record<string, number | null>> | undefined
  places: Places
  /** The batch that journeys were last written by: what was made of them holds until then. */
  journeysAt: number
}

/** Reads what views stand on. */
export async function readGround(inside: Inside, of: ConversionSet = 'gifts'): Promise<Ground> {
  const [frame, head, settings, moment, places, fits, journeysAt] = [
    await tenantFrame(inside),
    await readAttributionHead(inside),
    await readSettings(inside),
    await batchAt(inside),
    await readPlaces(inside),
    await readFits(inside),
    await lastAttribution(inside),
  ]
  const restating = head.sweep !== null || head.modelNo !== settings.current.modelNo
  return {
    moment,
    current: !(await isWaiting(inside)),
    restating,
    currency: frame.currency,
    timeZone: frame.timeZone,
    setting: settings.current,
    models: modelsToCompare(settings.current, fits, of),
    chances: fits.markov && chancesOf(fits.markov),
    places,
    journeysAt,
  }
}

const chancesOf = ({ channels }: Fit) =>
  Object.fromEntries(Object.entries(channels).map(([channel, { chanceAfter }]) => [channel, chanceAfter]))

async function lastAttribution({ db }: Pick<Inside, 'db'>): Promise<number> {
  const [row] = await db.execute<{ batch: string }>(sql`
    select batch from batch where origin = 'attribution' order by tenant_id desc, batch desc limit 1`)
  return Number(row?.batch ?? 0)
}
