import { z } from 'zod'
import { MalformedRow } from '../csv.ts'
import type { Elsewhere } from '../elsewhere.ts'
import { checkRow, type Mapped, type ObservedOne } from '../observe.ts'
import { digestOf, gather, longestBody, wholeAside } from '../webhook.ts'
import { Apart, MappedRow, Received, type Description } from './messages.ts'
import type { CallOnce } from './outside-connector.ts'
import type { RowCache } from './row-cache.ts'

const Answers = z.array(MappedRow)
const unread: Mapped = { issues: [{ path: '', message: 'could not be read by its package' }] }

/** Rows and deliveries of an outside package: its child says what they are, and what it says is checked as ours is. */
export function readElsewhere(
  { id, streams, webhooks }: Description,
  once: CallOnce,
  cache: RowCache,
): Pick<Elsewhere, 'readEach' | 'readDelivery' | 'receive'> {
  const check = (stream: string, row: unknown, mapped: MappedRow | undefined): ObservedOne => {
    const rank = streams[stream]?.rank ?? 0
    const raw = row instanceof MalformedRow ? row.raw : row
    return checkRow({ source: id, stream, rank }, raw, (mapped ?? unread) as Mapped, { asParsed: true })
  }

  return {
    async readEach(stream, rows, config) {
      if (!Object.hasOwn(streams, stream)) throw new Error(`${id} has no stream ${stream}`)
      const known = rows.map((row) => cache.of(stream, row))
      const open = rows.filter((_row, index) => !known[index])
      const asked = open.filter((row) => !(row instanceof MalformedRow))
      const answers = asked.length > 0 ? await once('map', { stream, rows: asked, config }, Answers) : []
      const byRow = new Map(asked.map((row, index) => [row, answers[index]]))
      return rows.map((row, index) => {
        const mapped = known[index] ?? (row instanceof MalformedRow ? { issues: row.issues } : byRow.get(row))
        return check(stream, row, mapped)
      })
    },

    async readDelivery(kind, bytes, config) {
      const body = Buffer.from(bytes).toString('base64')
      const apart = await once('split', { kind, body, config }, Apart)
      if ('detail' in apart) {
        const { detail, field } = apart
        return wholeAside(id, kind, bytes, { detail, ...(field ? { field } : {}) })
      }
      const known = apart.delivered.filter(({ stream }) => Object.hasOwn(streams, stream))
      return gather(known, ({ stream, raw, mapped }) => check(stream, raw, mapped))
    },

    async receive({ kind, request, proof, now, publicUrl }) {
      const webhook = Object.hasOwn(webhooks, kind) ? webhooks[kind] : undefined
      if (!webhook) return { outcome: 'unknown' }
      // Before its proof is looked at, so it is said to nobody why.
      if (request.body.byteLength > longestBody) return { outcome: 'refused' }
      const { method, url, headers, body } = request
      // Only what the customer typed into the provider's form beside the address; never what signs our requests.
      const secrets = new Map(Object.entries(proof ?? {}))
      const proofs = Object.fromEntries(webhook.credentials.map((name) => [name, secrets.get(name)]))
      const carried = { method, url, headers: [...headers], body: Buffer.from(body).toString('base64') }
      const given = { kind, request: carried, proof: proofs, now: now.getTime(), publicUrl }
      const received = await once('receive', given, Received)
      switch (received.outcome) {
        case 'accepted':
          return { outcome: 'accepted', digest: digestOf(body) }
        case 'handshake': {
          const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }
          return { outcome: 'handshake', response: new Response(received.text, { status: received.status, headers }) }
        }
        case 'malformed': {
          const { status, detail, field } = received
          return { outcome: 'malformed', status, detail, ...(field ? { field } : {}) }
        }
        case 'unknown':
        case 'refused':
          return { outcome: received.outcome }
      }
    },
  }
}
