import type { Instant } from '@throughline/canonical'
import type { Actor, Door, Inside, Role } from '@throughline/db'
import { daySums } from '../ledger/index.ts'
import type { Secrets } from '../secrets/index.ts'
import type { Threads } from '../threads/index.ts'
import { requireMay, type Permission } from '../tenants/index.ts'
import { freshnessByTenant } from './freshness.store.ts'
import { latestGifts, type Gift } from './latest.ts'
import { createMaskedNames } from './masked-names.ts'
import { momentsOf } from './moments.ts'
import { overviewOf, type Overview, type OverviewInput } from './overview.ts'
import type { PageInput, PageOf } from './page.ts'
import { daysBack, lastDaysBefore, portfolioOf, portfolioRow, type Portfolio } from './portfolio.ts'
import { everBooked, hoursOfDays } from './portfolio.store.ts'
import { addDays } from './compared-range.ts'
import { changesOf } from './proof-changes.ts'
import { proofRowsOf } from './proof-rows.ts'
import { askCohorts, type CohortsAnswer, type CohortsInput } from './people/ask-cohorts.ts'
import { askPeople, type PeopleAnswer, type PeopleInput } from './people/ask-people.ts'
import { askFunnel, type FunnelAnswer, type FunnelInput } from './people/ask-funnel.ts'
import { proofOf } from './proof.ts'
import { answerAny } from './query/answer-any.ts'
import type { Answer, Question } from './query/question.ts'
import type { Changes, Moment, Proof, ProofInput, ProofRow } from './proof-types.ts'
import {
  recurringMrr,
  recurringPlanRows,
  recurringPlans,
  type Mrr,
  type MrrInput,
  type Plan,
  type PlanState,
  type Recurring,
  type RecurringInput,
} from './recurring/index.ts'
import { dictionaryOf, type DictionaryEntry } from './registry/dictionary.ts'
import { stores } from './stores/index.ts'
import { tenantFrames } from './tenant.store.ts'
import { todayIn } from './today.ts'

/** What figures are read with. */
export interface MetricsDeps {
  door: Pick<Door, 'withTenant' | 'withTenants' | 'grantsOf'>
  now: () => Date
  /** Opens the vault for the initials that lists show. */
  secrets: Secrets
  /** Where other models than a client's own give their credit; without them, on this one. */
  threads?: Pick<Threads, 'run'>
  /** Where people of many events are worked out: see `peopleThreads`; without them, on this one. */
  peopleThreads?: Pick<Threads, 'run'>
}

/** The product's figures. Every method asks the actor's role; another tenant is NotFound. */
export interface Metrics {
  overview(actor: Actor, tenantId: string, input: OverviewInput): Promise<Overview>
  latest(actor: Actor, tenantId: string, input: PageInput): Promise<PageOf<Gift>>
  /** Every client the actor may see, most in need of attention first. */
  portfolio(actor: Actor): Promise<Portfolio>
  /** Recurring plans: how many stand how, and what they bring. */
  recurring(actor: Actor, tenantId: string, input: RecurringInput): Promise<Recurring>
  /** How what plans bring a month came to be what it is. */
  recurringMrr(actor: Actor, tenantId: string, input: MrrInput): Promise<Mrr>
  recurringRows(
    actor: Actor,
    tenantId: string,
    input: RecurringInput & { state?: PlanState | undefined } & PageInput,
  ): Promise<PageOf<Plan>>
  /** Any metrics, by anything that they are kept by, as known at a batch. */
  query(actor: Actor, tenantId: string, question: Question): Promise<Answer>
  /** Distinct people step by step. */
  funnel(actor: Actor, tenantId: string, input: FunnelInput): Promise<FunnelAnswer>
  /** Exact distinct people of whom events tell. */
  people(actor: Actor, tenantId: string, input: PeopleInput): Promise<PeopleAnswer>
  /** How each month's people come back, and what they bring. */
  cohorts(actor: Actor, tenantId: string, input: CohortsInput): Promise<CohortsAnswer>
  /** Every metric in words, with what it can be asked by. */
  dictionary(actor: Actor, tenantId: string): Promise<DictionaryEntry[]>
  proof(actor: Actor, tenantId: string, input: ProofInput): Promise<Proof>
  proofRows(actor: Actor, tenantId: string, input: ProofInput & PageInput): Promise<PageOf<ProofRow>>
  moments(actor: Actor, tenantId: string, input: { at?: Instant | undefined }): Promise<Moment[]>
  changes(actor: Actor, tenantId: string, input: ProofInput & { then: number; now: number }): Promise<Changes>
}

export function createMetrics({ door, now, secrets, threads, peopleThreads }: MetricsDeps): Metrics {
  const maskedNames = createMaskedNames(secrets, now)
  const within = <T>(
    actor: Actor,
    tenantId: string,
    permission: Permission,
    fn: (inside: Inside) => Promise<T>,
  ): Promise<T> =>
    door.withTenant(actor, tenantId, async (inside) => {
      requireMay(inside.role, permission)
      return fn(inside)
    })
  const sources = async (inside: Inside) => (await freshnessByTenant(inside, now())).get(inside.tenantId) ?? []
  return {
    overview: (actor, tenantId, input) =>
      within(actor, tenantId, 'overview.read', async (inside) => {
        const [overview, fresh] = await Promise.all([overviewOf(inside, input, now()), sources(inside)])
        return { ...overview, freshness: fresh }
      }),
    latest: (actor, tenantId, input) =>
      within(actor, tenantId, 'overview.read', (inside) => latestGifts(inside, input, maskedNames)),
    recurring: (actor, tenantId, input) =>
      within(actor, tenantId, 'overview.read', async (inside) => {
        const [recurring, fresh] = await Promise.all([recurringPlans(inside, input, now()), sources(inside)])
        return { ...recurring, freshness: fresh }
      }),
    recurringMrr: (actor, tenantId, input) =>
      within(actor, tenantId, 'overview.read', (inside) => recurringMrr(inside, input, now())),
    recurringRows: (actor, tenantId, input) =>
      within(actor, tenantId, 'overview.read', (inside) => recurringPlanRows(inside, input, now(), maskedNames)),
    portfolio: async (actor) => {
      const grants = await door.grantsOf(actor)
      if (grants.length === 0) return portfolioOf([], now())
      return door.withTenants(
        actor,
        grants.map(({ tenantId }) => tenantId),
        (inside) => readPortfolio(inside, now()),
      )
    },
    dictionary: (actor, tenantId) => within(actor, tenantId, 'overview.read', async () => dictionaryOf()),
    funnel: (actor, tenantId, input) =>
      askFunnel((fn) => within(actor, tenantId, 'overview.read', fn), { threads: peopleThreads, now: now() }, input),
    people: (actor, tenantId, input) =>
      askPeople((fn) => within(actor, tenantId, 'overview.read', fn), { threads: peopleThreads, now: now() }, input),
    cohorts: (actor, tenantId, input) =>
      askCohorts((fn) => within(actor, tenantId, 'overview.read', fn), { threads: peopleThreads, now: now() }, input),
    query: (actor, tenantId, question) =>
      answerAny(
        (fn) => within(actor, tenantId, 'overview.read', fn),
        { stores, readers: {}, threads, now: now() },
        question,
      ),
    proof: (actor, tenantId, input) =>
      within(actor, tenantId, 'proof.read', async (inside) => {
        const [proof, fresh] = await Promise.all([proofOf(inside, input), sources(inside)])
        return { ...proof, sources: fresh }
      }),
    proofRows: (actor, tenantId, input) =>
      within(actor, tenantId, 'proof.read', (inside) => proofRowsOf(inside, input, maskedNames)),
    moments: (actor, tenantId, { at }) => within(actor, tenantId, 'proof.read', (inside) => momentsOf(inside, at)),
    changes: (actor, tenantId, input) => within(actor, tenantId, 'proof.read', (inside) => changesOf(inside, input)),
  }
}

/** All clients in five queries, however many they are. */
async function readPortfolio(
  inside: { db: Inside['db']; roles: ReadonlyMap<string, Role> },
  now: Date,
): Promise<Portfolio> {
  const frames = (await tenantFrames(inside)).filter(({ tenantId }) => {
    const role = inside.roles.get(tenantId)
    return role !== undefined && (requireMay(role, 'overview.read'), true)
  })
  const todays = frames.map(({ timeZone }) => todayIn(timeZone, now).day).sort()
  const [first, last] = [todays[0], todays.at(-1)]
  if (first === undefined || last === undefined) return portfolioOf([], now)
  const [days, hours, booked, connections] = await Promise.all([
    daySums(inside, { from: addDays(first, -daysBack), to: last }),
    hoursOfDays(inside, [...new Set(todays.flatMap(lastDaysBefore))]),
    everBooked(inside),
    freshnessByTenant(inside, now),
  ])
  const daysOf = Map.groupBy(days, ({ tenantId }) => tenantId)
  const hoursOf = Map.groupBy(hours, ({ tenantId }) => tenantId)
  const rows = frames.map((frame) =>
    portfolioRow(
      {
        frame,
        days: daysOf.get(frame.tenantId) ?? [],
        hours: hoursOf.get(frame.tenantId) ?? [],
        connections: connections.get(frame.tenantId) ?? [],
        booked: booked.has(frame.tenantId),
      },
      now,
    ),
  )
  return portfolioOf(rows, now)
}
