import type { Ctx, ReadPage } from '@throughline/connector-kit'
import { hasBegun, sendTime } from './broadcast-state.ts'
import type { BroadcastsCursor } from './cursor.ts'
import { isObject, readObjectAnswer } from './envelope.ts'
import { askOrganization } from './organization.ts'
import { bucket, listFailed, notThere, stepList, waitUntil } from './paging.ts'
import { tombstone } from './read-entry.ts'
import { BroadcastOutline } from './schema.ts'
import { scrubRow } from './scrub.ts'
import type { Config } from './settings.ts'
import { dayIn } from './times.ts'

const dayMs = 86_400_000
/** Texts asked for between two savings. */
const textsAtOnce = 4

/**
 * Reads the whole list of broadcasts, whatever its order, with the text of those whose list row leaves it out. The organisation is
 * asked about once a day.
 */
export async function* readBroadcasts(
  ctx: Ctx<Config>,
  from: BroadcastsCursor,
): AsyncGenerator<ReadPage<BroadcastsCursor>> {
  const started = from.pass?.started ?? ctx.now().toISOString()
  let pass: NonNullable<BroadcastsCursor['pass']> = from.pass ?? { started, list: {}, texts: [] }
  let cursor: BroadcastsCursor = from
  if (!isWithinDay(ctx, cursor.organizationAt)) {
    cursor = { ...cursor, organizationAt: ctx.now().toISOString(), pass }
    const organization = await askOrganization(ctx)
    yield { rows: [], ...(organization ? { also: { organization: [organization] } } : {}), next: cursor }
  }
  for (;;) {
    if (pass.texts.length > 0) {
      const also = { broadcast_texts: await askTexts(ctx, pass.texts.slice(0, textsAtOnce)) }
      pass = { ...pass, texts: pass.texts.slice(textsAtOnce) }
      yield { rows: [], also, next: { ...cursor, pass } }
    } else if (pass.listed) break
    else {
      waitUntil(ctx, pass.list.notBefore)
      const step = await stepList(ctx, '/v1/broadcasts', pass.list)
      if (step.outcome === 'failed') throw listFailed('broadcasts', step.why)
      if (step.outcome === 'gone') throw listFailed('broadcasts', 'this key is offered none')
      if (step.outcome === 'again') {
        pass = { ...pass, list: step.next }
        yield { rows: [], next: { ...cursor, pass } }
        continue
      }
      const rows = step.rows.filter((row) => isWanted(row, from.since, ctx.config))
      const texts = rows.flatMap((row) => textDue(row, cursor.passed, ctx.now()) ?? [])
      pass = { ...pass, texts, ...(step.next ? { list: step.next } : { list: {}, listed: true as const }) }
      yield { rows: rows.map((row) => ours(ctx, row)), next: { ...cursor, pass } }
    }
  }
  const { pass: _pass, ...rest } = cursor
  yield { rows: [], next: { ...rest, passed: started }, last: true }
}

/** Whose broadcast it is: the organisation that the key belongs to. */
function ours(ctx: Ctx<Config>, row: unknown): unknown {
  const [organization] = ctx.accounts
  return isObject(row) && organization ? { ...row, organization_id: organization.id } : row
}

/** Not sent before history begins. A row that cannot be read is wanted: it is set aside where people see it. */
function isWanted(row: unknown, since: string | undefined, { backfillFrom, timeZone }: Config): boolean {
  const parsed = BroadcastOutline.safeParse(scrubRow(row))
  const at = parsed.success ? sendTime(parsed.data) : undefined
  return !at || dayIn(timeZone, at.instant) >= (since ?? backfillFrom)
}

/**
 * The id of a broadcast whose text is to be asked for now, since the list leaves it out: each once, then in every pass until 30
 * days after it was sent, daily until the 90th, then weekly.
 */
function textDue(row: unknown, passed: string | undefined, now: Date): string | undefined {
  const parsed = BroadcastOutline.safeParse(scrubRow(row))
  if (!parsed.success || parsed.data.message_text !== undefined) return undefined
  const { id, created_at } = parsed.data
  const at = sendTime(parsed.data)
  if (passed === undefined || !at || !hasBegun(parsed.data)) return id
  const [last, time] = [Date.parse(passed), now.getTime()]
  const age = time - Date.parse(at.instant)
  if (age < 30 * dayMs || (created_at && Date.parse(created_at.instant) > last)) return id
  const step = age < 90 * dayMs ? dayMs : 7 * dayMs
  return Math.floor(time / step) === Math.floor(last / step) ? undefined : id
}

async function askTexts(ctx: Ctx<Config>, ids: readonly string[]): Promise<unknown[]> {
  const rows: unknown[] = []
  for (const id of ids) {
    const { object } = await askBroadcast(ctx, id)
    if (typeof object?.message_text === 'string' && object.message_text !== '') rows.push({ ...object, id })
  }
  return rows
}

/** One broadcast by its id; nothing where there is none (yet, or any more). */
async function askBroadcast(ctx: Ctx<Config>, id: string): Promise<{ object?: Record<string, unknown> }> {
  const answer = await ctx.http.get(`/v1/broadcasts/${encodeURIComponent(id)}`, { bucket, accept: notThere })
  if (answer.status >= 400) return {}
  const read = readObjectAnswer(answer, 'broadcast')
  return 'object' in read ? read : {}
}

/** A hint that a broadcast was deleted ends so. */
export const deletedMark = ':deleted'

/**
 * The broadcasts that deliveries named, as they are now. One that is not found may not be there yet: the list brings it. Only where
 * the delivery said that it was deleted is it taken for that.
 */
export async function fetchBroadcasts(ctx: Ctx<Config>, keys: readonly string[]): Promise<unknown[]> {
  const rows: unknown[] = []
  for (const key of keys) {
    const isDeletion = key.endsWith(deletedMark)
    const id = isDeletion ? key.slice(0, -deletedMark.length) : key
    const { object } = await askBroadcast(ctx, id)
    if (object) rows.push(ours(ctx, { ...object, id }))
    else if (isDeletion) rows.push(tombstone(id, ctx.now()))
  }
  return rows
}

const isWithinDay = (ctx: Ctx<Config>, moment: string | undefined): boolean =>
  moment !== undefined && ctx.now().getTime() - Date.parse(moment) < dayMs
