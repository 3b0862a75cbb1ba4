import { randomUUID } from 'node:crypto'
import type { AlertFaults, FaultPlace } from '../../notify/testing/index.ts'

const connectionId = randomUUID()
const dayMs = 86_400_000
/** No source of ours: one that a test gave a number. */
const faultySource = 900
const web = 2

/** A day that has begun in every zone of the test's clients: today there, or yesterday. */
const dayOf = ({ now }: FaultPlace, days = 0) =>
  new Date(now().getTime() + (days - 0.4) * dayMs).toISOString().slice(0, 10)

async function connection({ sql, tenantId, now }: FaultPlace): Promise<void> {
  await sql`insert into connection (tenant_id, connection_id, connector, name, state, config, every_minutes, created_at)
    values (${tenantId}, ${connectionId}, 'openphone', 'Faulty too', 'active', '{}', 15, ${new Date(now().getTime() - 30 * dayMs)})
    on conflict do nothing`
}

const refused = async ({ sql, tenantId, now }: FaultPlace, code: string, source: string, n: number): Promise<void> => {
  await sql`insert into event_rejection (tenant_id, id, received_at, code, field, type, source, reason, skew_ms, state, body)
    select ${tenantId}, gen_random_uuid(), ${now()}, ${code}, 'x', '?', ${source}, 'a fault', 0, 'open', ''
    from generate_series(1, ${n})`
}

/** Events of a source by day, instead of what was said before. */
const volume = async (
  { sql, tenantId }: FaultPlace,
  { day, source, n, cause = 0, kind = 3 }: { day: string; source: number; n: number; cause?: number; kind?: number },
): Promise<void> => {
  await sql`insert into event_volume (tenant_id, day, recorded_day, hour, kind, source, cause, n)
    values (${tenantId}, ${day}, ${day}, 10, ${kind}, ${source}, ${cause}, ${n})
    on conflict (tenant_id, day, recorded_day, hour, kind, source, cause) do update set n = excluded.n`
}

const proof = async ({ sql, tenantId, now }: FaultPlace, missing: boolean): Promise<void> => {
  const differences = missing
    ? [
        {
          ...{
            day: new Date(now().getTime() - dayMs / 2).toISOString().slice(0, 10),
            currency: null,
            cause: 'missing',
          },
          source: { count: 100, minor: null },
          ours: { count: 50, minor: null },
        },
      ]
    : []
  await sql`insert into completeness (tenant_id, connection_id, stream, checked_at, from_day, to_day, state, source_count, our_count, differences)
    values (${tenantId}, ${connectionId}, 'messages', ${now()}, '2026-11-01', '2027-11-20', ${missing ? 'differs' : 'complete'}, 100, 50,
      ${sql.json(differences)})`
}

const answers = async ({ sql, tenantId, now }: FaultPlace, failed: number, slow: number): Promise<void> => {
  const minute = `${now().toISOString().slice(0, 16)}:00.000Z`
  await sql`insert into service_minute (tenant_id, minute, face, calls, failed, slow, busy_us, cpu_us, bytes)
    values (${tenantId}, ${minute}, 'app', 100, ${failed}, ${slow}, 1000, 1000, 1000)`
}

const report = async ({ sql, tenantId, now }: FaultPlace, no: number, drop: object | null): Promise<void> => {
  await sql`insert into match_report (tenant_id, report_no, made_at, batch, from_day, to_day, before, after, days, found)
    values (${tenantId}, ${no}, ${now()}, 0, '2026-11-01', '2026-11-20', '{}', '{}', '{}', ${sql.json({ drop } as never)})`
}

const forgetAnswers = async ({ sql, tenantId }: FaultPlace): Promise<void> => {
  await sql`delete from service_minute where tenant_id = ${tenantId}`
}

/** How each rule of quality is shown its trouble. */
export const qualityFaults: AlertFaults = {
  'ingestion-low': {
    async inject(place) {
      await connection(place)
      await proof(place, true)
    },
    mend: (place) => proof(place, false),
  },
  'validation-low': {
    inject: (place) => refused(place, 'too_old', 'web', 30),
    mend: (place) => volume(place, { day: dayOf(place), source: web, n: 10_000 }),
  },
  'completeness-low': {
    inject: (place) => refused(place, 'missing_field', 'mobile', 40),
    mend: (place) => volume(place, { day: dayOf(place), source: 1, n: 10_000 }),
  },
  'late-high': {
    inject: (place) => volume(place, { day: dayOf(place), source: 4, n: 50, cause: 1 }),
    mend: (place) => volume(place, { day: dayOf(place), source: 4, n: 10_000 }),
  },
  'duplicates-high': {
    inject: async (place) => {
      const { sql, tenantId } = place
      await volume(place, { day: dayOf(place), source: 3, n: 1_000, kind: 14 })
      await sql`insert into repeat_count (tenant_id, day, source, n) values (${tenantId}, ${dayOf(place)}, 'events:admin_portal', 500)`
    },
    mend: async ({ sql, tenantId }) => {
      await sql`delete from repeat_count where tenant_id = ${tenantId}`
    },
  },
  'freshness-late': {
    async inject(place) {
      await connection(place)
      const { sql, tenantId, now } = place
      await sql`insert into stream_state (tenant_id, connection_id, stream, lane, state, last_read_at)
        values (${tenantId}, ${connectionId}, 'messages', 'sync', 'ok', ${new Date(now().getTime() - 2 * 3_600_000)})`
    },
    mend: async ({ sql, tenantId, now }) => {
      await sql`update stream_state set last_read_at = ${now()} where tenant_id = ${tenantId} and connection_id = ${connectionId}`
    },
  },
  'promise-burning': {
    async inject(place) {
      await connection(place)
      const { sql, tenantId, now } = place
      const at = now()
      await sql`insert into batch (tenant_id, batch, recorded_at, origin, facts) values (${tenantId}, 900001, ${at}, 'inbox', 30)`
      await sql`insert into fact (tenant_id, kind, source, source_key, version, batch, cause, happened_at, value)
        select ${tenantId}, 'message', 'openphone', 'faulty ' || i, 1, 900001, 'new', ${new Date(at.getTime() - 3 * 3_600_000)}, '{}'
        from generate_series(1, 30) i`
    },
    mend: async ({ sql, tenantId }) => {
      await sql`delete from fact where tenant_id = ${tenantId} and batch = 900001`
      await sql`delete from batch where tenant_id = ${tenantId} and batch = 900001`
    },
  },
  'answers-fail': { inject: (place) => answers(place, 10, 0), mend: forgetAnswers },
  'calculation-slow': { inject: (place) => answers(place, 0, 2), mend: forgetAnswers },
  'anomaly-found': {
    async inject(place) {
      const { sql, tenantId } = place
      await sql`insert into event_name (tenant_id, of, name, no) values (${tenantId}, 'source', 'faulty', ${faultySource})`
      for (let day = -70; day < -1; day += 1)
        await volume(place, { day: dayOf(place, day), source: faultySource, n: 300 + ((-day * 7) % 11) })
    },
    async mend(place) {
      for (let day = -3; day <= 3; day += 1)
        await volume(place, { day: dayOf(place, day), source: faultySource, n: 303 + day })
    },
  },
  'opt-outs-spike': {
    async inject(place) {
      for (let day = -65; day < 0; day += 1)
        await volume(place, { day: dayOf(place, day), source: faultySource, n: 2 + (day % 2), kind: 9 })
      await volume(place, { day: dayOf(place), source: faultySource, n: 60, kind: 9 })
    },
    mend: async (place) => {
      await volume(place, { day: dayOf(place), source: faultySource, n: 2, kind: 9 })
      await volume(place, { day: dayOf(place, -1), source: faultySource, n: 2, kind: 9 })
    },
  },
  'attribution-drop': {
    inject: (place) => report(place, 1, { where: 'recent', from: 0.8, to: 0.5 }),
    mend: (place) => report(place, 2, null),
  },
}
