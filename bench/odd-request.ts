import { gzipSync } from 'node:zlib'

/** A request of events as a test sends it. */
export interface OddRequest {
  headers: Record<string, string>
  body: Buffer
  /** What it should be answered, where that is known. */
  wanted: 'taken' | 'any 4xx' | 'anything but 5xx'
}

type Make = () => Record<string, unknown>
type Pick = <T>(list: readonly T[]) => T

const oddValues: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  0.1,
  '',
  ' ',
  '\0',
  '\ud800',
  'é',
  '💸'.repeat(500),
  'x'.repeat(50_000),
  [],
  {},
  [[]],
  { a: { b: [1, null] } },
  '2026-02-30T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '9999-12-31T23:59:59Z',
  'someone@example.org',
  '+1 314 555 0142',
  "'; drop table event; --",
  '00000000-0000-0000-0000-000000000000',
  Number.MAX_SAFE_INTEGER,
  { __proto__: null, constructor: 1 },
]
const fields = [
  'event_id',
  'event_type',
  'timestamp',
  'user_id',
  'anonymous_id',
  'session_id',
  'source',
  'properties',
  'context',
  'tenant_id',
  'schema_version',
  'sent_at',
]

/**
 * A request: about half of them are good, the others have one or several things wrong with them, from a field to the bytes.
 * @param chance uniform in [0, 1)
 */
export function oddRequest(make: Make, chance: () => number): OddRequest {
  const pick: Pick = (list) => list[Math.floor(chance() * list.length)] as never
  const events = Array.from({ length: 1 + Math.floor(chance() * 5) }, make)
  const json = { 'content-type': 'application/json' }
  const roll = chance()
  if (roll < 0.35)
    return { headers: json, body: Buffer.from(JSON.stringify(pick([events, { events }]))), wanted: 'taken' }
  if (roll < 0.45)
    return {
      headers: { 'content-type': 'application/x-ndjson' },
      body: Buffer.from(events.map((each) => JSON.stringify(each)).join('\n')),
      wanted: 'taken',
    }
  if (roll < 0.5)
    return { headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync(JSON.stringify(events)), wanted: 'taken' }
  if (roll < 0.8) {
    for (const event of events) {
      const name = pick(fields)
      if (chance() < 0.3) delete event[name]
      else event[name] = pick(oddValues)
      if (chance() < 0.3)
        event['properties'] = {
          ...(event['properties'] as object),
          [pick(['campaign_id', 'x', '__proto__', 'a@b.org'])]: pick(oddValues),
        }
    }
    return { headers: json, body: Buffer.from(JSON.stringify(events)), wanted: 'anything but 5xx' }
  }
  const whole = Buffer.from(JSON.stringify(events))
  if (roll < 0.9) {
    const bytes = Buffer.from(whole)
    for (let i = 0; i < 1 + chance() * 8; i++) bytes[Math.floor(chance() * bytes.length)] = Math.floor(chance() * 256)
    return { headers: pick([json, { ...json, 'content-encoding': 'gzip' }]), body: bytes, wanted: 'anything but 5xx' }
  }
  const hopeless: OddRequest[] = [
    { headers: json, body: whole.subarray(0, Math.floor(whole.length * 0.7)), wanted: 'any 4xx' },
    { headers: json, body: Buffer.alloc(0), wanted: 'any 4xx' },
    { headers: json, body: Buffer.from('['.repeat(20_000)), wanted: 'any 4xx' },
    { headers: json, body: Buffer.from(`${'['.repeat(5_000)}${']'.repeat(5_000)}`), wanted: 'any 4xx' },
    { headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync(whole).subarray(0, -6), wanted: 'any 4xx' },
    {
      headers: { ...json, 'content-encoding': 'gzip' },
      body: gzipSync(Buffer.alloc(12 * 1024 * 1024)),
      wanted: 'any 4xx',
    },
    { headers: { 'content-type': 'text/csv' }, body: whole, wanted: 'any 4xx' },
    { headers: json, body: Buffer.from(`[${'0,'.repeat(1_500)}0]`), wanted: 'any 4xx' },
  ]
  return pick(hopeless)
}
