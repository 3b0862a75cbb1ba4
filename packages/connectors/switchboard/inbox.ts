import { MalformedRow, ProviderChanged, readCsv, RetryLater, type Ctx, type ReadPage } from '@throughline/connector-kit'
import { optOutsOf, type Incoming } from './alongside.ts'
import { fieldsOf } from './columns.ts'
import type { InboxCursor } from './cursor.ts'
import { stepExport, type ExportStep } from './export-job.ts'
import type { Config } from './settings.ts'

/** Both filters off gives everything; outgoing messages are in the broadcasts. */
const everything = {
  has_replied: false,
  include_outgoing: false,
  is_reply_needed: false,
  config: { include_time: true, include_opted_out: true, include_phone_type: true },
}
const pageRows = 500

/** Reads an export of the whole inbox: replies, and who is marked as opted out. */
export async function* readInbox(ctx: Ctx<Config>, from: InboxCursor): AsyncGenerator<ReadPage<InboxCursor>> {
  let state = from.export
  for (;;) {
    const step = await stepExport(ctx, { name: 'inbox', path: '/v1/inbox/export', body: everything }, state)
    switch (step.outcome) {
      case 'again':
        if (step.state !== state) yield { rows: [], next: { export: step.state } }
        state = step.state
        if (state.notBefore !== undefined && Date.parse(state.notBefore) > ctx.now().getTime())
          throw new RetryLater('the export of the inbox is not ready', {
            at: new Date(state.notBefore),
            say: 'Switchboard is preparing an export of the inbox; reading goes on by itself.',
          })
        break
      case 'ready':
        yield* readFile(ctx, step)
        return
      case 'failed':
        throw noInbox(step.why)
      case 'gone':
        throw noInbox('this key is offered none')
    }
  }
}

async function* readFile(
  ctx: Ctx<Config>,
  ready: ExportStep & { outcome: 'ready' },
): AsyncGenerator<ReadPage<InboxCursor>> {
  const { spool, columns, state } = ready
  const fields = fieldsOf(columns, 'inbox', ctx.config.columns)
  if (![...fields.values()].includes('phone_number')) {
    await spool.discard()
    throw noInbox('its export has no heading that is known to be the phone number; name it under "Columns of exports"')
  }
  const sameFile = state.bytes === spool.bytes
  const from = sameFile ? state.byte : 0
  for await (const page of readCsv(spool.path, { columns, from, pageRows })) {
    const rows = page.rows.map((row) => (row instanceof MalformedRow ? row : toRow(ctx, row, fields)))
    const optOuts = rows.flatMap((row) => (row instanceof MalformedRow ? [] : optOutRows(ctx, row, state.askedAt)))
    yield {
      rows,
      ...(optOuts.length > 0 ? { also: { opt_outs: optOuts } } : {}),
      next: { export: { ...state, bytes: spool.bytes, byte: page.next } },
      progress: { done: page.next, of: spool.bytes },
    }
  }
  // Before the page that says so: a run that stops there would never come back to it.
  await spool.discard()
  yield { rows: [], next: {}, last: true }
}

/** A row with the fields that its headings are known to be. Without an id of its own it is known by whose it is, when and what. */
function toRow(ctx: Ctx<Config>, row: Record<string, string>, fields: ReadonlyMap<string, string>): Incoming {
  const read: Record<string, unknown> = {}
  for (const [heading, value] of Object.entries(row)) read[fields.get(heading) ?? heading] = value
  const part = (name: string): string => (typeof read[name] === 'string' ? read[name] : '')
  const id = part('id') || ctx.pseudonym([digitsOf(read.phone_number), part('received_at'), part('text')].join('\n'))
  return { ...read, id }
}

const optOutRows = (ctx: Ctx<Config>, row: Incoming, seenAt: string): unknown[] =>
  optOutsOf(row, {
    words: ctx.config.optOutWords,
    personKey: `person:${ctx.pseudonym(digitsOf(row.phone_number))}`,
    seenAt,
  })

/** The digits of a number, without the country's where it is 1: the same however the number is written. */
function digitsOf(phone: unknown): string {
  const digits = (typeof phone === 'string' ? phone : '').replace(/\D+/g, '')
  return digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits
}

function noInbox(why: string): ProviderChanged {
  return new ProviderChanged(`the inbox cannot be read: ${why}`, {
    say: `The inbox of Switchboard cannot be read: ${why}. Replies to broadcasts and their opt-outs are read nonetheless.`,
  })
}
