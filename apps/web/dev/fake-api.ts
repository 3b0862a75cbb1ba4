import type { Answers, Questions } from '../src/lib/app-router.ts'
import {
  addDays,
  bump,
  client,
  fresh,
  ids,
  latest,
  money,
  number,
  overview,
  random,
  series,
  staff,
  tenants,
} from './fake-data.ts'

type Fake = {
  [R in keyof Answers]: {
    [P in keyof Answers[R]]: (input: Questions[R][P & keyof Questions[R]], who: string) => Answers[R][P]
  }
}
class Refused extends Error {
  readonly code: string
  readonly status: number
  readonly field: string | null
  constructor(code: string, status: number, message: string, field: string | null = null) {
    super(message)
    this.code = code
    this.status = status
    this.field = field
  }
}
const ok = { ok: true as const }
const now = () => new Date()
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()
let backfillFrom: number | undefined = Date.now() - 20_000
const fields: Answers['connections']['catalogue'][number]['fields'] = [
  {
    path: 'entityIds',
    label: 'Entity ids',
    help: 'The ids of your entities at ActBlue, for example 70001.',
    type: 'list',
    required: true,
    secret: false,
    generate: false,
    placeholder: null,
  },
  {
    path: 'backfillFrom',
    label: 'Read history since',
    help: null,
    type: 'date',
    required: true,
    secret: false,
    generate: false,
    placeholder: null,
  },
  {
    path: 'clientUuid',
    label: 'Client UUID',
    help: 'ActBlue, Dashboard, Integrations, CSV API.',
    type: 'text',
    required: true,
    secret: false,
    generate: false,
    placeholder: null,
  },
  {
    path: 'clientSecret',
    label: 'Client secret',
    help: 'Shown once by ActBlue, when it is made.',
    type: 'password',
    required: true,
    secret: true,
    generate: false,
    placeholder: null,
  },
]
const card = (state: 'active' | 'paused' | 'needs_customer' = 'active'): Answers['connections']['list'][number] => ({
  connectionId: ids(50),
  connector: 'actblue',
  connectorName: 'ActBlue',
  name: 'ActBlue, main entity',
  state,
  say:
    state === 'needs_customer'
      ? 'ActBlue no longer accepts this credential. Make a new one there and enter it here.'
      : null,
  freshness: fresh(now(), state === 'needs_customer' ? 'broken' : 'fresh'),
  rows: 38_914,
  quarantined: 3,
  foreign: 42,
  nextReadAt: ago(-600),
})

const fake: Fake = {
  firstOwner: { view: () => ({ expiresAt: ago(-90_000) }), accept: () => ({ status: 'signed_in' }) },
  session: {
    whoAmI: (_, who) => {
      if (who === 'nobody') throw new Refused('UNAUTHORIZED', 401, 'Not signed in.')
      return who === 'client' ? client : staff
    },
    signIn: ({ email, password, code }) => {
      if (password.length < 4) throw new Refused('UNAUTHORIZED', 401, 'Not signed in.')
      return email.startsWith('totp') && !code ? { status: 'code_needed' } : { status: 'signed_in' }
    },
    signOut: () => ok,
    signOutEverywhere: () => ok,
    forgot: () => ok,
    reset: () => ok,
    changePassword: () => ok,
    totpBegin: () => ({ secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Throughline:maya?secret=JBSWY3DPEHPK3PXP' }),
    totpConfirm: () => ok,
    totpRemove: () => ok,
  },
  invitation: {
    view: ({ token }) => {
      if (token === 'gone') throw new Refused('NOT_FOUND', 404, 'Not found.')
      return {
        email: 'jonas@example.org',
        invitedTo: 'Halvorsen for Senate',
        role: 'analyst',
        expiresAt: ago(-100_000),
        hasAccount: token === 'known',
      }
    },
    accept: () => ({ status: 'signed_in' }),
  },
  portfolio: {
    read: () => ({
      readAt: now().toISOString(),
      totals: [{ currency: 'USD', month: { minor: 675_666_827, currency: 'USD' } }],
      rows: [
        ...tenants,
        ...tenants.map((each, index) => ({
          ...each,
          tenantId: ids(20 + index),
          slug: `${each.slug}-${index}`,
          name: ['Orchard Street Clinic', 'Maddox for Governor', 'Prairie Voters League'][index]!,
          brandColor: ['#2b8a5a', '#0a63b0', '#5a7d1e'][index]!,
        })),
      ].map((tenant, index) => {
        const next = random(index + 3)
        const today = now().toISOString().slice(0, 10)
        const raised = (scale: number) => ({
          now: money(Math.round(scale * (0.8 + next() * 0.5))),
          before: money(scale),
          change: number(next() * 0.4 - 0.18),
        })
        return {
          tenantId: tenant.tenantId,
          slug: tenant.slug,
          name: tenant.name,
          brandColor: tenant.brandColor,
          currency: 'USD',
          locale: 'en-US',
          today:
            index === 4
              ? {
                  now: { ok: false as const, why: 'not_read_yet' as const },
                  before: money(0),
                  change: { ok: false as const, why: 'no_units' as const },
                }
              : raised(6_000_000),
          week: raised(41_000_000),
          month: raised(140_000_000),
          spark: series(tenant.slug, addDays(today, -29), today).map((each) => each.net),
          connections: [fresh(now(), index === 1 ? 'broken' : index === 2 ? 'late' : 'fresh')],
          attention:
            index === 1
              ? {
                  rank: 'now' as const,
                  why: 'ActBlue is not being read since Tuesday',
                  detail: 'Its credential is no longer accepted',
                }
              : index === 0
                ? {
                    rank: 'now' as const,
                    why: 'Raised 38% less than the week before',
                    detail: 'Most of it on Thursday and Friday',
                  }
                : index === 2
                  ? { rank: 'look' as const, why: 'Eleven gifts were given back from one form', detail: null }
                  : { rank: 'quiet' as const, why: 'Level with the month before', detail: null },
        }
      }),
    }),
  },
  overview: {
    read: ({ tenant, range, comparison }) => overview(tenant, range.from, range.to, comparison, now()),
    latest: ({ cursor, limit = 20 }) => ({
      rows: latest(now(), limit, Number(cursor ?? 0)),
      next: String(Number(cursor ?? 0) + limit),
    }),
  },
  proof: {
    read: ({ tenant, metric, range, batch }) => {
      const read = overview(tenant, range.from, range.to, 'none', now())
      const figure = read.figures.find((each) => each.metric === metric)!
      const minor = (name: string) => read.figures.find((each) => each.metric === name)!.now
      return {
        metric,
        title: metric,
        unit: figure.unit,
        value: figure.now,
        batch: batch ?? read.batch,
        recordedAt: ago(batch ? 90_000 : 12),
        rowCount: 32_867,
        sources: read.freshness,
        definition:
          'What was given in these days, less the fees of the payment provider, refunds and chargebacks. A refund counts on the day it was made.',
        formula:
          metric === 'average_gift'
            ? {
                form: 'ratio',
                terms: [
                  { label: 'raised', sign: 1, value: minor('raised_gross') },
                  { label: 'gifts', sign: 1, value: minor('gifts') },
                ],
              }
            : {
                form: 'sum',
                terms: [
                  { label: 'given', sign: 1, value: minor('raised_gross') },
                  { label: 'fees', sign: -1, value: money(4_512_340) },
                  { label: 'fees returned', sign: 1, value: money(12_004) },
                  { label: 'refunds', sign: -1, value: money(1_812_000) },
                ],
              },
      }
    },
    rows: ({ cursor, limit = 20 }) => ({
      rows: latest(now(), limit, Number(cursor ?? 0)).map((gift) => ({
        kind: gift.refunded ? ('refund' as const) : ('gift' as const),
        source: 'actblue',
        key: gift.key,
        happenedAt: gift.happenedAt,
        day: gift.happenedAt.slice(0, 10),
        donor: gift.donor,
        gross: gift.amount,
        fee: { minor: Math.round(gift.amount.minor * 0.0395), currency: 'USD' },
        adds: { minor: Math.round(gift.amount.minor * 0.9605), currency: 'USD' },
      })),
      next: String(Number(cursor ?? 0) + limit),
    }),
    moments: () =>
      Array.from({ length: 24 }, (_, index) => ({
        batch: 4100 + index,
        recordedAt: ago((24 - index) * 21_000),
        say: '',
      })),
    changes: ({ then, now: until }) => ({
      then: { batch: then, recordedAt: ago(90_000), value: money(134_000_000) },
      now: { batch: until, recordedAt: ago(0), value: money(139_532_600) },
      terms: [],
      causes: [
        { cause: 'new', rows: 214, amount: { minor: 5_326_400, currency: 'USD' }, count: null, terms: [] },
        { cause: 'late', rows: 84, amount: { minor: 424_200, currency: 'USD' }, count: null, terms: [] },
        { cause: 'refund', rows: 3, amount: { minor: -218_000, currency: 'USD' }, count: null, terms: [] },
      ],
    }),
  },
  connections: {
    catalogue: () => [
      { id: 'actblue', name: 'ActBlue', fields, webhookKinds: ['contribution', 'refund', 'cancellation'] },
    ],
    list: ({ tenant }) =>
      tenant === 'harbor-table' ? [] : [card(tenant === 'clean-rivers' ? 'needs_customer' : 'active')],
    read: ({ tenant }) => ({
      ...card(tenant === 'clean-rivers' ? 'needs_customer' : 'active'),
      fields: fields.map((field) => ({
        ...field,
        value: { entityIds: ['70001'], backfillFrom: '2025-05-01', clientUuid: '7a01…' }[field.path],
      })),
      webhooks: ['contribution', 'refund', 'cancellation'].map((kind, index) => ({
        kind,
        title: `Each ${kind}`,
        credentials: ['clientUuid'],
        url: `https://throughline.example/hooks/actblue/${ids(50)}/${kind}`,
        lastReceivedAt: index < 2 ? ago(12 + index * 4000) : null,
        received24h: index < 2 ? 431 - index * 420 : 0,
      })),
      streams: [
        { stream: 'donations', title: 'Donations', state: 'ok', say: null, lastReadAt: ago(300), rows: 37_700 },
        {
          stream: 'refunds',
          title: 'Refunds',
          state: 'waiting',
          say: 'ActBlue is still writing the report.',
          lastReadAt: ago(4000),
          rows: 1214,
        },
      ],
      foreignReasons: [{ reason: 'entity 70002', rows: 42 }],
      backfill:
        backfillFrom === undefined
          ? null
          : {
              workId: ids(60),
              state: 'running',
              from: '2025-05-01',
              progress: Math.min(1, (Date.now() - backfillFrom) / 120_000),
              etaSeconds: 100,
              rowsRead: 41_208,
              say: null,
              startedAt: ago(60),
              finishedAt: null,
            },
    }),
    create: ({ values }) => {
      if (!values['clientSecret'])
        throw new Refused('BAD_REQUEST', 400, 'The client secret is needed.', 'values.clientSecret')
      return { connectionId: ids(50) }
    },
    update: () => ok,
    check: () => ({
      ok: false,
      say: 'ActBlue answered “401”. Make a new credential under Dashboard, Integrations, CSV API, and enter both parts here.',
    }),
    pause: () => ok,
    resume: () => ok,
    disconnect: () => ok,
    syncNow: () => ok,
    backfill: () => {
      backfillFrom = Date.now()
      return { workId: ids(60) }
    },
    cancel: () => {
      backfillFrom = undefined
      return ok
    },
    runs: () => ({
      rows: Array.from({ length: 8 }, (_, index) => ({
        runId: ids(200 + index),
        stream: index % 2 ? 'refunds' : 'donations',
        trigger: index === 3 ? ('person' as const) : ('schedule' as const),
        state: index === 2 ? ('failed' as const) : ('done' as const),
        startedAt: ago(600 * index + 60),
        finishedAt: ago(600 * index + 40),
        read: 120 - index * 7,
        fresh: 12 - index,
        changed: 2,
        unchanged: 100,
        quarantined: index === 2 ? 1 : 0,
        foreign: 1,
        say:
          index === 2
            ? 'ActBlue did not answer within 30 seconds. The next reading goes on from the same place.'
            : null,
      })),
      next: null,
    }),
    quarantine: () => ({
      rows: Array.from({ length: 3 }, (_, index) => ({
        id: ids(300 + index),
        stream: 'donations',
        key: `AB27800${index}`,
        receivedAt: ago(9000 * (index + 1)),
        origin: index ? ('webhook' as const) : ('read' as const),
        issues: [{ path: 'lineitems.0.amount', message: 'not a decimal amount' }],
        state: 'open' as const,
      })),
      next: null,
    }),
    replay: ({ ids: some }) => ({ count: some.length }),
    dismiss: ({ ids: some }) => ({ count: some.length }),
  },
  jobs: {
    deadLetters: () => ({
      rows: [
        {
          id: ids(400),
          kind: 'read-connection',
          ref: 'ActBlue, main entity',
          error: 'The report stayed unfinished for six hours.',
          attempts: 12,
          diedAt: ago(7000),
          state: 'dead',
        },
      ],
      next: null,
    }),
    replay: () => ok,
    dismiss: () => ok,
  },
  members: {
    list: () => ({
      members: [
        {
          userId: ids(99),
          name: 'Maya Okafor',
          email: 'maya@northline.example',
          role: 'owner',
          persona: null,
          via: 'agency',
          lastSeenAt: ago(20),
        },
        {
          userId: ids(97),
          name: 'Jonas Pell',
          email: 'jonas@northline.example',
          role: 'analyst',
          persona: 'performance',
          via: 'grant',
          lastSeenAt: ago(90_000),
        },
        {
          userId: ids(98),
          name: 'Ada Halvorsen',
          email: 'ada@halvorsen.example',
          role: 'viewer',
          persona: 'executive',
          via: 'grant',
          lastSeenAt: null,
        },
      ],
      invitations: [
        {
          invitationId: ids(500),
          email: 'ruth@halvorsen.example',
          role: 'client_admin',
          persona: null,
          invitedBy: 'Maya Okafor',
          expiresAt: ago(-200_000),
          state: 'open',
        },
      ],
      mayInvite: ['strategist', 'analyst', 'client_admin', 'viewer'],
    }),
    invite: () => ok,
    setRole: () => ok,
    remove: () => ok,
    revokeInvitation: () => ok,
  },
  agency: {
    members: () => ({ members: [], invitations: [], mayInvite: ['admin'] }),
    setRole: () => ok,
    remove: () => ok,
    revokeInvitation: () => ok,
    invite: () => ok,
    createTenant: ({ slug }) => ({ tenantId: ids(7), slug }),
  },
  settings: {
    read: ({ tenant }) => {
      const { name, timeZone, currency, locale, weekStart, brandColor, vertical } = tenants.find(
        (each) => each.slug === tenant,
      )!
      return { name, timeZone, currency, locale, weekStart, brandColor, vertical, fiscalYearMonth: 1 }
    },
    update: () => ok,
  },
  audit: {
    list: () => ({
      rows: Array.from({ length: 30 }, (_, index) => ({
        seq: 900 - index,
        at: ago(index * 3700),
        actor: index % 3 ? 'Maya Okafor' : 'Throughline',
        action: ['connection.checked', 'member.invited', 'proof.read', 'contact.found'][index % 4]!,
        subject: ['ActBlue, main entity', 'ruth@…', 'raised_net', 'contact 4711'][index % 4]!,
        detail: index % 4 === 1 ? { role: 'client_admin' } : {},
      })),
      next: null,
    }),
    verify: () => ({ ok: true, rows: 900, brokenAt: null }),
  },
  contacts: {
    find: ({ email }) =>
      email?.startsWith('ada') ? { contactNo: 4711, masked: 'A… E…', gifts: 14, since: ago(40_000_000) } : null,
    reveal: () => ({ name: 'Ada Example', email: 'ada@example.org', phone: null }),
    erase: ({ contactNo }) => ({
      erasureId: ids(700),
      erasedAt: ago(0),
      contactNo,
      contactNos: [contactNo],
      identitiesBlanked: 3,
      sourceRecordsSealed: 14,
      rawBodiesDropped: 2,
      figuresChanged: 0,
    }),
  },
  dev: {
    outbox: () => [
      {
        id: ids(800),
        to: 'ruth@halvorsen.example',
        subject: 'Maya Okafor invites you to Halvorsen for Senate',
        text: 'Open this link within three days:\n\nhttp://localhost:3000/invitation/abc\n\nIt works once.',
        at: ago(60),
      },
    ],
  },
}

/** Answers tRPC's HTTP batches with invented data. `who` is read from the cookie `fake`. */
export async function fakeApi(request: Request): Promise<Response> {
  const url = new URL(request.url)
  const who = /(?:^|; )fake=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? 'nobody'
  const names = url.pathname.replace('/trpc/', '').split(',')
  const text = request.method === 'GET' ? (url.searchParams.get('input') ?? '{}') : await request.text()
  const batch = url.searchParams.has('batch')
  const inputs = JSON.parse(text || '{}') as Record<string, unknown>
  const answers = names.map((name, index) => {
    try {
      const [router = '', procedure = ''] = name.split('.')
      const input = (batch ? inputs[index] : inputs) as { tenant?: string } | undefined
      if (input?.tenant && !tenants.some((each) => each.slug === input.tenant))
        throw new Refused('NOT_FOUND', 404, 'Not found.')
      if (process.env['FAKE_FAIL']?.split(',').includes(name))
        throw new Refused('INTERNAL_SERVER_ERROR', 500, 'Something went wrong here.')
      const act = (fake as unknown as Record<string, Record<string, (input: unknown, who: string) => unknown>>)[
        router
      ]![procedure]!
      return { result: { data: act(input, who) } }
    } catch (thrown) {
      const { code = 'INTERNAL_SERVER_ERROR', status = 500, message, field = null } = thrown as Refused
      return {
        error: {
          message,
          code: -32000,
          data: { code, httpStatus: status, field, retryAt: null, requestId: '7k2qmd00' },
        },
      }
    }
  })
  const headers = new Headers({ 'content-type': 'application/json' })
  if (
    names.includes('session.signIn') &&
    answers[0] &&
    'result' in answers[0] &&
    (answers[0]?.result?.data as { status: string }).status === 'signed_in'
  )
    headers.append('set-cookie', `fake=${text.includes('ada@') ? 'client' : 'staff'}; Path=/; HttpOnly; SameSite=Lax`)
  if (names.some((name) => name.startsWith('session.signOut')))
    headers.append('set-cookie', 'fake=nobody; Path=/; Max-Age=0')
  return new Response(JSON.stringify(batch ? answers : answers[0]), { headers })
}

export { bump }
