import {
  createFaults,
  faulty,
  type Delivery,
  type Emulator,
  type EmulatorOptions,
} from '@throughline/connector-kit/testing'
import type { RawRequest } from '@throughline/connector-kit'
import { createReportApi } from './emulator-api.ts'
import { EmulatedLedger, type EmulatedEntity, type EmulatedLine } from './emulator-ledger.ts'
import { noticeBody, usualNotice, type NoticeKind, type NoticeStyle } from './emulator-notice.ts'
import { cancellationRecord, contributionRecord, reportRows, type CsvStyle } from './emulator-report.ts'
import { seedEntities, seedLines } from './emulator-seed.ts'
import type { CsvType } from './reports.ts'
import type { Config, Secrets } from './schema.ts'
import { supposedKey } from './records.ts'
import { addDays, easternDay } from './times.ts'

export * from './emulator-ledger.ts'
export { createPostman } from './emulator-postman.ts'
export { usualNotice, type NoticeKind, type NoticeStyle } from './emulator-notice.ts'
export { type CsvStyle } from './emulator-report.ts'

export interface ActBlueEmulatorOptions extends EmulatorOptions {
  /** Who can receive money; the first ones named in `own` are this key's. */
  entities?: EmulatedEntity[]
  own?: number[]
  secrets?: Secrets
  backfillFrom?: string
  /** Where the object store is reached; its links point there. */
  storeUrl?: string
  /** Instead of the small ledger of every odd shape. */
  lines?: Iterable<EmulatedLine>
}

export interface ActBlueEmulator extends Emulator<Config, Secrets> {
  ledger: EmulatedLedger
  /** Off: no rate limit and reports ready at once, to load history. */
  limits: 'on' | 'off'
  csv: CsvStyle
  notices: NoticeStyle
  refundsBy: 'refund' | 'contribution'
  relinks: boolean
  /** Replaces the whole ledger. */
  setRows(lines: Iterable<EmulatedLine>): void
  sign(kind: string, payload: unknown, secrets?: Secrets): RawRequest
  deliveries(): Delivery[]
  /** The notice of these lines of one charge, signed, as the provider would send it now. */
  webhookFor(kind: NoticeKind, lines: readonly EmulatedLine[], style?: Partial<NoticeStyle>): Delivery
}

const seedSecrets: Secrets = {
  clientUuid: '11111111-2222-4333-8444-555555555555',
  clientSecret: 'csvsecret-emulated',
  contributionUsername: 'gifts',
  contributionPassword: 's3cret-gifts',
  refundUsername: 'refunds',
  refundPassword: 's3cret-refunds',
  cancellationUsername: 'cancellations',
  cancellationPassword: 's3cret-cancellations',
}

const csvTypes: Record<string, CsvType> = {
  donations: 'paid_contributions',
  refunds: 'refunded_contributions',
  cancellations: 'cancelled_recurring_contributions',
  managed_forms: 'managed_form_contributions',
}

const dayMs = 86_400_000

/** ActBlue as its documents describe it: reports, object store and notices over one ledger. */
export function createEmulator(options: ActBlueEmulatorOptions): ActBlueEmulator {
  const { clock, random } = options
  const ledger = new EmulatedLedger()
  ledger.setRows(options.lines ?? seedLines())
  const entities = options.entities ?? seedEntities
  const own = options.own ?? [70001]
  const good = options.secrets ?? seedSecrets
  const faults = createFaults()
  let added = 0

  const answer = createReportApi({
    ...{ ledger, now: () => clock.now(), random },
    storeUrl: () => options.storeUrl ?? 'https://bucket.example/csv',
    credentials: () => ({ user: good.clientUuid, password: good.clientSecret }),
    entities: () => entities,
    own: () => own,
    style: () => emulator.csv,
    limits: () => emulator.limits,
    refundsBy: () => emulator.refundsBy,
    relinks: () => emulator.relinks,
  })

  function addLine(stream: string, more: Partial<EmulatedLine>): string {
    const now = clock.now().getTime()
    const [like] = [...ledger.lines].filter(({ entityId }) => own.includes(entityId))
    if (!like) throw new Error('the ledger has no line of our own to take after')
    added += 1
    const orderNumber = `AB9900000${added}`
    const order = { ...like.order, orderNumber, createdAt: now - 100 * dayMs, period: 'once' as const }
    const line: EmulatedLine = { ...like, order, lineitemId: 990_000_000 + added, paidAt: now - 3 * dayMs, ...more }
    if (stream === 'refunds') ledger.add({ ...line, paidAt: now - 100 * dayMs, refundedAt: now - 20 * dayMs })
    else if (stream === 'cancellations')
      ledger.add({
        ...line,
        order: { ...order, period: 'monthly', cancelledAt: now - 10 * dayMs },
        paidAt: now - 90 * dayMs,
      })
    else ledger.add(line)
    return stream === 'cancellations' ? supposedKey(orderNumber, own.map(String)) : String(line.lineitemId)
  }

  function rowsOf(type: CsvType): unknown[] {
    const query = { type, start: emulator.config.backfillFrom, end: addDays(easternDay(clock.now()), 1) }
    const found = reportRows(ledger, { ...query, now: clock.now(), entities, own, refundsBy: emulator.refundsBy })
    return [...found].map((row) =>
      filled(
        'lineitemId' in row
          ? contributionRecord(row, entities)
          : cancellationRecord(row, ledger.linesOf(row.orderNumber), entities),
      ),
    )
  }

  const emulator: ActBlueEmulator = {
    ledger,
    faults,
    limits: 'on',
    csv: { generation: 2026, bom: false, unknownColumn: false, reordered: false },
    notices: usualNotice,
    refundsBy: 'refund',
    relinks: true,
    config: {
      entityIds: own.map(String),
      backfillFrom: options.backfillFrom ?? '2026-01-01',
      managedForms: true,
      clickIdPatterns: { fbclid: '^fb_(.+)$' },
    },
    secrets: {
      good,
      bad: {
        ...good,
        clientSecret: 'wrong',
        contributionPassword: 'wrong',
        refundPassword: 'no',
        cancellationPassword: '-',
      },
    },
    fetch: (request) => {
      const fault = faults.take(request)
      return fault ? faulty(fault, request, () => answer(request)) : answer(request)
    },
    setRows: (lines) => ledger.setRows(lines),
    rows: () => Object.fromEntries(Object.entries(csvTypes).map(([stream, type]) => [stream, rowsOf(type)])),
    addLateRow: (stream) => addLine(stream, {}),
    addMalformedRow: (stream) => void addLine(stream, { broken: true }),
    sign: (kind, payload, secrets = good) => sign(kind as NoticeKind, payload, secrets),
    webhookFor: (kind, lines, style) => {
      const payload = noticeBody(kind, lines, entities, { ...emulator.notices, ...style })
      return { kind, payload, request: sign(kind, payload, good) }
    },
    deliveries: () =>
      charges(ledger.lines).flatMap((lines) => [
        emulator.webhookFor('contribution', lines),
        ...lines.filter(({ refundedAt }) => refundedAt).map((line) => emulator.webhookFor('refund', [line])),
        ...(lines.every(({ order, charge }) => order.cancelledAt && charge === 1)
          ? [emulator.webhookFor('cancellation', lines)]
          : []),
      ]),
  }
  return emulator
}

/** A notice as it comes over the wire, with the user and password of its own URL. */
function sign(kind: NoticeKind, payload: unknown, secrets: Secrets): RawRequest {
  const pair = `${secrets[`${kind}Username`]}:${secrets[`${kind}Password`]}`
  return {
    method: 'POST',
    url: `https://receiver.example/hooks/actblue/connection/${kind}`,
    headers: new Headers({
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
    }),
    body: Buffer.from(JSON.stringify(payload)),
  }
}

/** Lines that were charged together. */
function charges(lines: Iterable<EmulatedLine>): EmulatedLine[][] {
  const groups = Map.groupBy(lines, ({ order, charge, paidAt }) => `${order.orderNumber}/${charge}/${paidAt}`)
  return [...groups.values()]
}

/** Blank cells are left out, as the reader does. */
const filled = (record: Record<string, string>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''))
