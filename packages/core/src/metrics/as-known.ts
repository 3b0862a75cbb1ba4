import { NotFound } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { batchAt, batchMoment, type BatchMoment } from '../ledger/index.ts'

/** The batch to read at: the one asked for, else the newest. @throws NotFound for a number that was never given out */
export async function asKnown(inside: Pick<Inside, 'db'>, batch: number | undefined): Promise<BatchMoment> {
  const moment = batch === undefined ? await batchAt(inside) : await batchMoment(inside, batch)
  if (!moment) throw new NotFound('No such batch.')
  return moment
}
