import type { MovementKind } from '@throughline/canonical'
import { instantOf, sql, type Inside } from '@throughline/db'
import { tiers, type Codes, type Finding } from '../evidence.ts'
import type { Customer, DealMilestones } from './journey.ts'
import { packTouches, unpackTouches } from './pack-touches.ts'
import type { StoredJourney } from './stored-journey.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>

interface Row extends Record<string, unknown> {
  journey_no: number
  source: string
  source_key: string
  contact_no: number
  happened_at: string
  decided_at: string
  day: string
  type: string
  customer: Customer
  currency: string
  gross: string
  net: string
  form: string | null
  codes: Codes
  finding: Finding
  tier: number
  model_no: number
  touches: Uint8Array
  milestones: DealMilestones | null
  parts: { day: string; kind: MovementKind; currency: string; minor: number; before: number }[] | null
}

/** Journeys that are stored for these contacts, or of these conversions for whomever, with their money. */
export async function storedJourneys(
  { db }: Pick<Inside, 'db'>,
  contactNos: readonly number[],
  conversions: readonly { source: string; key: string; type: string }[],
): Promise<StoredJourney[]> {
  const wanted = conversions.map(({ source, key, type }) => ({ source, key, won: type === 'won' }))
  const rows = await db.execute<Row>(sql`
    select ${columns} from journey j where j.contact_no = any(${`{${contactNos.join(',')}}`}::int[])
      or (j.source, j.source_key, j.type = 'won') in (select source, key, won
        from json_to_recordset(${JSON.stringify(wanted)}::text::json) as c (source text, key text, won boolean))`)
  return rows.map(journeyOf)
}

/** Every journey, a page at a time, in order of their numbers. */
export async function* allJourneys({ db }: Pick<Inside, 'db'>): AsyncGenerator<StoredJourney[]> {
  for (let last = 0; ;) {
    const rows = await db.execute<Row>(sql`
      select ${columns} from journey j where j.journey_no > ${last}::int order by j.tenant_id, j.journey_no limit ${pageRows}::int`)
    if (rows.length === 0) return
    yield rows.map(journeyOf)
    last = rows.at(-1)?.journey_no ?? last
  }
}

const pageRows = 2_000
const columns = sql`j.journey_no, j.source, j.source_key, j.contact_no, j.happened_at, j.decided_at, j.day::text as day, j.type, j.customer,
  j.currency, j.gross, j.net, j.form, j.codes, j.finding, j.tier, j.model_no, j.touches, j.milestones,
  (select json_agg(json_build_object('day', p.day, 'kind', p.kind, 'currency', p.currency, 'minor', p.minor, 'before', p.before)
    order by p.seq) from journey_part p where p.journey_no = j.journey_no) as parts`

const journeyOf = (row: Row): StoredJourney => ({
  journeyNo: row.journey_no,
  source: row.source,
  key: row.source_key,
  contactNo: row.contact_no,
  happenedAt: Date.parse(instantOf(row.happened_at)),
  decidedAt: Date.parse(instantOf(row.decided_at)),
  day: row.day,
  type: row.type,
  customer: row.customer,
  currency: row.currency,
  gross: Number(row.gross),
  net: Number(row.net),
  form: row.form,
  codes: row.codes,
  finding: row.finding,
  tier: tiers[row.tier] ?? 'none',
  modelNo: row.model_no,
  touches: unpackTouches(row.touches),
  milestones: row.milestones,
  parts: row.parts ?? [],
})

/** Puts journeys in the place of what was stored of them. The ledger's lock is held. */
export async function writeJourneys(
  { db, tenantId }: Writing,
  batch: number,
  journeys: readonly StoredJourney[],
): Promise<void> {
  if (journeys.length === 0) return
  const rows = journeys.map(({ parts: _, touches, ...journey }) => ({
    ...journey,
    at: new Date(journey.happenedAt).toISOString(),
    decided: new Date(journey.decidedAt).toISOString(),
    tierno: tiers.indexOf(journey.tier),
    n: touches.length,
    first: touches[0]?.placeNo ?? 0,
    last: touches.at(-1)?.placeNo ?? 0,
    touches: Buffer.from(packTouches(touches)).toString('base64'),
  }))
  await db.execute(sql`
    insert into journey (tenant_id, journey_no, source, source_key, batch, contact_no, happened_at, decided_at, day, type, customer,
      currency, gross, net, form, finding, codes, tier, model_no, n, first_place, last_place, touches, milestones)
    select ${tenantId}, "journeyNo", source, key, ${batch}::bigint, "contactNo", at, decided, day, type, customer, currency, gross, net,
      form, finding, codes, tierno, "modelNo", n, first, last, decode(touches, 'base64'), milestones
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as x ("journeyNo" int, source text, key text, "contactNo" int,
      at timestamptz, decided timestamptz, day date, type text, customer text, currency text, gross bigint, net bigint, form text,
      finding jsonb, codes jsonb, tierno smallint, "modelNo" int, n int, first int, last int, touches text, milestones jsonb)
    on conflict (tenant_id, journey_no) do update set batch = excluded.batch, contact_no = excluded.contact_no,
      happened_at = excluded.happened_at, decided_at = excluded.decided_at, day = excluded.day, type = excluded.type,
      customer = excluded.customer, currency = excluded.currency, gross = excluded.gross, net = excluded.net, form = excluded.form,
      finding = excluded.finding, codes = excluded.codes, tier = excluded.tier, model_no = excluded.model_no, n = excluded.n,
      first_place = excluded.first_place, last_place = excluded.last_place, touches = excluded.touches,
      milestones = excluded.milestones`)
  await dropParts({ db }, journeys)
  const parts = journeys.flatMap(({ journeyNo, parts }) => parts.map((part, seq) => ({ ...part, no: journeyNo, seq })))
  await db.execute(sql`
    insert into journey_part (tenant_id, day, journey_no, seq, kind, currency, minor, before)
    select ${tenantId}, day, no, seq, kind, currency, minor, before
    from json_to_recordset(${JSON.stringify(parts)}::text::json) as x (day date, no int, seq smallint, kind text, currency text,
      minor bigint, before bigint)`)
}

/** Takes away journeys of conversions that count no longer. */
export async function dropJourneys(writing: Pick<Inside, 'db'>, journeys: readonly StoredJourney[]): Promise<void> {
  if (journeys.length === 0) return
  await dropParts(writing, journeys)
  await writing.db.execute(sql`delete from journey where journey_no = any(${numbersIn(journeys)}::int[])`)
}

const numbersIn = (journeys: readonly StoredJourney[]) => `{${journeys.map(({ journeyNo }) => journeyNo).join(',')}}`

async function dropParts({ db }: Pick<Inside, 'db'>, journeys: readonly StoredJourney[]): Promise<void> {
  await db.execute(sql`delete from journey_part where journey_no = any(${numbersIn(journeys)}::int[])`)
}
