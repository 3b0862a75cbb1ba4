import { ProviderChanged, RetryLater, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { paths } from './paths.ts'
import type { Config } from './schema.ts'
import { pieces } from './soql.ts'

/** Records in one call. */
const atOnce = 200
const lockedMs = 15_000

const Results = z.array(
  z.looseObject({
    id: z.string().nullish(),
    success: z.boolean(),
    errors: z.array(z.looseObject({ statusCode: z.string(), fields: z.array(z.string()).nullish() })).default([]),
  }),
)

/** A record that Salesforce would not write. Its words are left out: they may quote. */
interface Failed {
  /** Which of those that were to be written. */
  at: number
  code: string
  fields: string[]
}

export type Written = { failed: Failed[] }

/** What to write: records of one object, or ids to delete. */
type Write =
  | { method: 'insert' | 'update'; object: string; records: readonly Record<string, unknown>[] }
  | { method: 'delete'; ids: readonly string[] }

/**
 * Writes records a few hundred at a time, each for itself: some may fail while the others stand. An answer says so in the order of
 * the records, and in no other way.
 * @throws RetryLater where some were locked by others: what is written stays written, so whoever asks again compares first
 */
export async function write(ctx: Ctx<Config>, what: Write): Promise<Written> {
  const failed: Failed[] = []
  const of: readonly unknown[] = what.method === 'delete' ? what.ids : what.records
  let at = 0
  for (const some of pieces(of, atOnce)) {
    const results = await writeSome(ctx, what, some)
    if (results.length !== some.length) throw new ProviderChanged('results do not answer to the records sent')
    results.forEach(({ success, errors }, index) => {
      const [error] = errors
      const code = error?.statusCode ?? 'UNKNOWN'
      if (success || isSoAlready(what.method, code)) return
      failed.push({ at: at + index, code, fields: error?.fields ?? [] })
    })
    at += some.length
  }
  if (failed.some(({ code }) => code === 'UNABLE_TO_LOCK_ROW'))
    throw new RetryLater('records are locked by somebody else', {
      at: new Date(ctx.now().getTime() + lockedMs),
      say: 'Somebody else is changing these records in Salesforce; writing goes on by itself.',
    })
  return { failed }
}

/** What was deleted by somebody else is deleted. */
const isSoAlready = (method: Write['method'], code: string): boolean =>
  method === 'delete' && (code === 'ENTITY_IS_DELETED' || code === 'INVALID_CROSS_REFERENCE_KEY')

async function writeSome(ctx: Ctx<Config>, what: Write, some: readonly unknown[]) {
  const asked = { bucket: 'write', timeoutMs: 120_000 }
  if (what.method === 'delete') {
    const query = { ids: some.join(','), allOrNone: 'false' }
    return (await ctx.http.delete(paths.records, { ...asked, query })).json(Results)
  }
  const records = (some as Record<string, unknown>[]).map((record) => ({
    attributes: { type: what.object },
    ...record,
  }))
  const json = { allOrNone: false, records }
  return what.method === 'insert'
    ? // Sent twice it would insert twice.
      (await ctx.http.post(paths.records, { ...asked, json, again: false })).json(Results)
    : (await ctx.http.patch(paths.records, { ...asked, json })).json(Results)
}

/** Why records could not be written, in words. */
export function sayOf(code: string): string {
  switch (code) {
    case 'FIELD_CUSTOM_VALIDATION_EXCEPTION':
      return 'a validation rule of the org refuses it'
    case 'INSUFFICIENT_ACCESS_OR_READONLY':
    case 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY':
      return 'the Salesforce user may not change it'
    case 'ENTITY_IS_DELETED':
      return 'it was deleted in Salesforce'
    case 'FIELD_INTEGRITY_EXCEPTION':
      return 'it does not fit the records that it refers to'
    case 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST':
      return 'the value is none of the field’s list'
    case 'STRING_TOO_LONG':
      return 'the text is too long for the field'
    case 'REQUIRED_FIELD_MISSING':
      return 'a required field would be left blank'
    case 'DUPLICATES_DETECTED':
    case 'DUPLICATE_VALUE':
      return 'another record has the same value'
    default:
      return `Salesforce answered ${code}`
  }
}
