import { NotFound } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { batchAt } from '../ledger/index.ts'
import { nameIn } from '../metrics/latest.ts'
import type { MaskedNames } from '../metrics/masked-names.ts'
import { readSegments, type Segment } from './definitions.store.ts'
import { readPeopleFacts } from './people-facts.store.ts'
import { measureIds, measures } from './measures.ts'
import { namedBy } from './rule.ts'
import type { SegmentList, SegmentRow, SegmentView } from './segments.ts'
import { standardPrecision } from './standard-precision.ts'
import { readDays, readStates, tenantMoney, type SegmentState } from './state.store.ts'
import { eventIdOf } from './tell-changes.ts'
import { peopleOf, segmentMembers } from './work-out.ts'

/** Days of a sparkline. */
const daysShown = 30
const membersShown = 50

const measureKinds = measureIds.map((id) => ({ id, unit: measures[id].unit, window: measures[id].window }))

function rowOf(
  segment: Segment,
  state: SegmentState | undefined,
  days: { day: string; size: number; entered: number; gone: number }[],
): SegmentRow {
  const last = days.at(-1)
  const { id, code, name, rule, version, standard, archivedAt, changedAt } = segment
  const changed = standard && changedAt !== null
  return {
    ...{ id, code, eventId: eventIdOf(id), name, rule, version, standard, changed, archivedAt },
    ...{ size: state?.size ?? null, updatedAt: state?.computedAt ?? null },
    ...{ entered: last?.entered ?? 0, gone: last?.gone ?? 0 },
    days: days.map(({ day, size }) => ({ day, size })),
    precision: standard && !changed ? (standardPrecision.of[id] ?? null) : null,
  }
}

/** Everybody of the tenant who ever gave, as known now. */
async function everybody(
  inside: Inside,
): Promise<{ batch: number; people: number; facts: Awaited<ReturnType<typeof readPeopleFacts>> }> {
  const { batch } = await batchAt(inside)
  const facts = await readPeopleFacts(inside, { batch, day: '9999-12-31', conditions: [] })
  return { batch, facts, people: peopleOf(facts) }
}

/** How many ever gave, as known where segments were worked out last: a list does not go through everything that was given. */
async function latestPeople(inside: Inside, states: Iterable<SegmentState>): Promise<number> {
  const latest = [...states].reduce<SegmentState | undefined>(
    (last, each) => (last === undefined || each.computedAt > last.computedAt ? each : last),
    undefined,
  )
  return latest?.people ?? (await everybody(inside)).people
}

export async function listSegments(inside: Inside): Promise<SegmentList> {
  const [segments, states, days] = [
    await readSegments(inside),
    await readStates(inside),
    await readDays(inside, daysShown),
  ]
  const [{ batch }, people] = [await batchAt(inside), await latestPeople(inside, states.values())]
  return {
    segments: segments.map((segment) => rowOf(segment, states.get(segment.id), days.get(segment.id) ?? [])),
    measures: measureKinds,
    ...{ people, batch, currency: await tenantMoney(inside), labelled: standardPrecision.people },
  }
}

/** @throws NotFound */
export async function viewSegment(inside: Inside, id: string, maskedNames: MaskedNames): Promise<SegmentView> {
  const [segments, states, days] = [
    await readSegments(inside),
    await readStates(inside),
    await readDays(inside, daysShown),
  ]
  const segment = segments.find((each) => each.id === id)
  if (!segment) throw new NotFound('No such segment.')
  const { facts, people } = await everybody(inside)
  const { all, first, last, unpriced, size } = facts.giving
  const members = await segmentMembers(inside, id)
  const givers = [...members].filter((contact) => contact < size && first[contact] !== -1)
  const most = givers.sort((a, b) => all.given[b]! - all.given[a]! || a - b).slice(0, membersShown)
  const names = await maskedNames(inside, most)
  const priced = givers.every((contact) => unpriced[contact] === 0)
  return {
    segment: rowOf(segment, states.get(id), days.get(id) ?? []),
    measures: measureKinds,
    ...{ people, currency: await tenantMoney(inside), labelled: standardPrecision.people },
    members: most.map((contact) => ({
      who: nameIn(names, contact),
      gifts: all.gifts[contact]!,
      given: unpriced[contact] === 1 ? null : all.given[contact]!,
      lastDay: new Date(last[contact]! * 86_400_000).toISOString().slice(0, 10),
    })),
    given: priced ? givers.reduce((sum, contact) => sum + all.given[contact]!, 0) : null,
    gifts: givers.reduce((sum, contact) => sum + all.gifts[contact]!, 0),
    others: segments
      .filter((each) => each.id !== id && each.archivedAt === null)
      .map((each) => ({ id: each.id, name: each.name })),
    namedBy: segments.filter((each) => namedBy(each.rule).includes(id)).map(({ name }) => name),
  }
}
