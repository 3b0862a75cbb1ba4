import type { Answers } from '../src/lib/app-router.ts'

/** Invented figures for looking at pages without a server: the same every time. */
const day = 86_400_000
const addDays = (from: string, count: number) =>
  new Date(Date.parse(`${from}T00:00:00Z`) + count * day).toISOString().slice(0, 10)

/** Mulberry32: small, seeded, good enough for made-up figures. */
function random(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const all = [
  'overview.read',
  'revenue.read',
  'proof.read',
  'connections.read',
  'connections.write',
  'members.read',
  'members.write',
  'audit.read',
  'settings.read',
  'settings.write',
  'contacts.find',
  'contacts.reveal',
  'contacts.erase',
  'jobs.read',
  'jobs.write',
]
const common = {
  timeZone: 'America/New_York',
  currency: 'USD',
  locale: 'en-US',
  weekStart: 7,
  vertical: 'fundraising' as const,
  persona: null,
}
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

export const tenants: Answers['session']['whoAmI']['tenants'] = [
  {
    ...common,
    tenantId: id(1),
    slug: 'halvorsen',
    name: 'Halvorsen for Senate',
    brandColor: '#2f4aa0',
    role: 'owner',
    may: all,
  },
  {
    ...common,
    tenantId: id(2),
    slug: 'clean-rivers',
    name: 'Clean Rivers Fund',
    brandColor: '#0f8a6a',
    role: 'owner',
    may: all,
  },
  {
    ...common,
    tenantId: id(3),
    slug: 'harbor-table',
    name: 'Harbor Table Food Bank',
    brandColor: '#c2571f',
    role: 'owner',
    may: all,
  },
]

const userId = id(99)
export const staff: Answers['session']['whoAmI'] = {
  user: { userId, name: 'Maya Okafor', email: 'maya@northline.example', totp: false },
  agencies: [{ agencyId: id(90), name: 'Northline', role: 'owner' }],
  tenants,
}
export const client: Answers['session']['whoAmI'] = {
  user: { userId: id(98), name: 'Ada Halvorsen', email: 'ada@halvorsen.example', totp: false },
  agencies: [],
  tenants: [{ ...tenants[0]!, role: 'viewer', may: ['overview.read', 'revenue.read', 'proof.read', 'settings.read'] }],
}

const money = (minor: number) => ({ ok: true as const, value: { minor, currency: 'USD' } })
const number = (value: number) => ({ ok: true as const, value })
let extra = 0
export const bump = () => (extra += 2577)

export function series(slug: string, from: string, to: string) {
  const rows: { day: string; gross: number; net: number; gifts: number }[] = []
  for (let at = from; at <= to; at = addDays(at, 1)) {
    const next = random(Number(at.replaceAll('-', '')) + slug.length * 977)
    const wave = 1 + 0.35 * Math.sin(Date.parse(at) / day / 2.1) + (next() > 0.93 ? 1.6 : 0)
    const gross = Math.round(6_400_000 * wave * (0.6 + next() * 0.6))
    rows.push({ day: at, gross, net: Math.round(gross * 0.951), gifts: Math.round(gross / 4300) })
  }
  return rows
}

export function fresh(now: Date, state: 'fresh' | 'broken' | 'late' = 'fresh') {
  return {
    connectionId: id(50),
    connector: 'actblue',
    name: 'ActBlue',
    state,
    lastReadAt: new Date(now.getTime() - (state === 'fresh' ? 12_000 : 2 * day)).toISOString(),
    lastRowAt: new Date(now.getTime() - 12_000).toISOString(),
    say:
      state === 'broken' ? 'ActBlue no longer accepts this credential. Make a new one there and enter it here.' : null,
  }
}

export function overview(slug: string, from: string, to: string, vs: string, now: Date): Answers['overview']['read'] {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York' }).format(now)
  const days = series(slug, from, to)
  const last = days.at(-1)
  if (last?.day === today)
    Object.assign(last, {
      gross: Math.round(last.gross * 0.35) + extra,
      net: Math.round(last.net * 0.35) + extra,
      gifts: Math.round(last.gifts * 0.35),
    })
  const span = days.length
  const comparedTo = vs === 'previous_year' ? addDays(to, -364) : addDays(from, -1)
  const compared = vs === 'none' ? null : { from: addDays(comparedTo, 1 - span), to: comparedTo }
  const daysBefore = compared ? series(slug, compared.from, compared.to) : []
  const sum = (rows: typeof days, key: 'gross' | 'net' | 'gifts') => rows.reduce((total, row) => total + row[key], 0)
  const change = (one: number, two: number) => (compared ? number((one - two) / two) : null)
  const figure = (
    metric: string,
    unit: 'money' | 'count' | 'share',
    one: number,
    two: number,
    spark: number[],
    wanted: 'up' | 'down' = 'up',
  ) =>
    ({
      metric,
      unit,
      now: unit === 'money' ? money(one) : number(one),
      before: compared ? (unit === 'money' ? money(two) : number(two)) : null,
      change: change(one, two),
      wanted,
      spark,
    }) as Answers['overview']['read']['figures'][number]
  const net = sum(days, 'net'),
    netBefore = sum(daysBefore, 'net'),
    gifts = sum(days, 'gifts'),
    giftsBefore = sum(daysBefore, 'gifts')
  return {
    batch: 4123 + extra,
    recordedAt: now.toISOString(),
    range: { from, to },
    compared,
    today,
    dayFraction: 0.35,
    currency: 'USD',
    timeZone: 'America/New_York',
    figures: [
      figure(
        'raised_gross',
        'money',
        sum(days, 'gross'),
        sum(daysBefore, 'gross'),
        days.map((each) => each.gross),
      ),
      figure(
        'raised_net',
        'money',
        net,
        netBefore,
        days.map((each) => each.net),
      ),
      figure(
        'gifts',
        'count',
        gifts,
        giftsBefore,
        days.map((each) => each.gifts),
      ),
      figure(
        'donors',
        'count',
        Math.round(gifts * 0.83),
        Math.round(giftsBefore * 0.8),
        days.map((each) => each.gifts * 0.8),
      ),
      figure(
        'new_donors',
        'count',
        Math.round(gifts * 0.29),
        Math.round(giftsBefore * 0.31),
        days.map((each) => each.gifts * 0.3),
      ),
      figure(
        'average_gift',
        'money',
        Math.round(sum(days, 'gross') / Math.max(1, gifts)),
        Math.round(sum(daysBefore, 'gross') / Math.max(1, giftsBefore)),
        days.map((each) => each.gross / each.gifts),
      ),
      figure(
        'recurring_share',
        'share',
        0.238,
        0.221,
        days.map((_, index) => 0.2 + Math.sin(index) * 0.03),
      ),
      figure(
        'refunded',
        'money',
        Math.round(net * 0.012),
        Math.round(netBefore * 0.01),
        days.map((each) => each.net * 0.012),
        'down',
      ),
    ],
    days,
    daysBefore,
    freshness: [fresh(now, slug === 'clean-rivers' ? 'broken' : 'fresh')],
    finding: { kind: net > netBefore ? 'up' : 'down', change: compared ? (net - netBefore) / netBefore : null },
    foreignLines: slug === 'halvorsen' ? 42 : 0,
  }
}

const people = ['A… E…', 'M… O…', 'J… P…', 'Someone', 'L… M…', 'T… B…', 'D… R…']
export function latest(now: Date, count: number, from = 0): Answers['overview']['latest']['rows'] {
  return Array.from({ length: count }, (_, index) => {
    const next = random(index + from + 5)
    return {
      source: 'actblue',
      key: `AB${278_000_000 - from - index}`,
      happenedAt: new Date(now.getTime() - (from + index) * 47_000 - 8000).toISOString(),
      donor: people[Math.floor(next() * people.length)]!,
      amount: { minor: [500, 1000, 2500, 2577, 5000, 10_000, 25_000][Math.floor(next() * 7)]!, currency: 'USD' },
      recurring: next() > 0.75,
      refunded: next() > 0.93,
      form: ['debate-rapid-response', 'homepage', 'founders-monthly'][Math.floor(next() * 3)]!,
      refcode: next() > 0.4 ? 'em_0914_a' : null,
      region: ['OH', 'MI', 'NY', 'CA'][Math.floor(next() * 4)]!,
    }
  })
}

export const ids = id
export { addDays, money, number, random }
