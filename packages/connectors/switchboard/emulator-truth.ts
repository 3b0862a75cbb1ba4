import type { EmulatedBroadcast, EmulatedLedger, EmulatedMessage } from './emulator-ledger.ts'
import {
  broadcastRow,
  incomingRow,
  listRow,
  messageRow,
  phoneRow,
  statusAt,
  type JsonRow,
  type RowStyle,
} from './emulator-rows.ts'

export interface TruthOptions {
  ledger: EmulatedLedger
  now: () => number
  organization: { id: string; name: string }
  timeZone: string
  style: () => RowStyle
}

/** What there is to be read now, per stream, with what the connector adds of whose each row is: the truth that tests compare with. */
export function createTruth(options: TruthOptions): () => Record<string, unknown[]> {
  return () => {
    const { ledger, organization } = options
    const now = options.now()
    const style = options.style()
    const broadcasts = ledger.listed(now).filter(({ broken }) => !broken)
    const messages = broadcasts.flatMap((broadcast) => messagesOf(ledger, broadcast, now, style))
    const rows = broadcasts.map((broadcast) => broadcastRow(ledger, broadcast, now, style))
    const withoutText = ({ message_text: _text, ...row }: JsonRow) => row
    const incoming = ledger.incoming.filter((each) => each.at <= now && !each.broken)
    return {
      organization: [organization],
      broadcasts: rows
        .map((row) => (style.textInList ? row : withoutText(row)))
        .map((row) => ({ ...row, organization_id: organization.id })),
      broadcast_texts: style.textInList ? [] : rows.filter((row) => row.message_text !== null),
      messages,
      clicks: messages.filter(({ last_click_at }) => last_click_at),
      opt_outs: [
        ...messages.filter(({ opted_out_at }) => opted_out_at).map((row) => ({ ...row, via: 'message' })),
        ...incoming.filter(({ text }) => /^stop!?$/i.test(text)).map((each) => optOut(`in:${each.id}`, each.at)),
      ],
      inbox: incoming.map((each) => incomingRow(each, now, style)),
      phone_lists: ledger.lists.filter(({ broken }) => !broken).map((list) => listRow(list, style)),
      phones: ledger.phones.filter(({ broken }) => !broken).map((phone) => phoneRow(phone, style)),
    }
  }
}

const optOut = (id: string, at: number) => ({ id, opted_out_at: new Date(at).toISOString(), via: 'reply' })

function messagesOf(ledger: EmulatedLedger, broadcast: EmulatedBroadcast, now: number, style: RowStyle): JsonRow[] {
  const status = statusAt(broadcast, now)
  if (status === 'draft' || status === 'scheduled') return []
  const visible = ledger.messagesOf(broadcast, now)
  const rows: JsonRow[] = []
  for (let place = 0; place < visible.length; place += 1) {
    const message = visible.at(place)
    if (message && !message.broken) rows.push(told(broadcast, message, status, now, style))
  }
  return rows
}

function told(
  broadcast: EmulatedBroadcast,
  message: EmulatedMessage,
  status: string,
  now: number,
  style: RowStyle,
): JsonRow {
  const { startAt, scheduledAt, createdAt } = broadcast
  const start = style.startField === 'none' ? undefined : startAt
  const row = messageRow(message, now, style)
  const settled = Boolean(row.delivered_at ?? row.failed_at)
  const counted = status === 'sent' || ((status === 'stopped' || status === 'error') && settled)
  return {
    ...row,
    broadcast_id: broadcast.id,
    broadcast_at: new Date(start ?? scheduledAt ?? createdAt).toISOString(),
    ...(counted ? {} : { uncounted: true }),
  }
}
