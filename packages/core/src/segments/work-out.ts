import type { Day } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { batchAt, batchMoment, zoneAt } from '../ledger/index.ts'
import { todayIn } from '../metrics/today.ts'
import { readSegments, type Segment } from './definitions.store.ts'
import { answerRules, everyCondition, type Rules } from './evaluate.ts'
import { isActivity, type PeopleFacts } from './measure-columns.ts'
import { changedMembers } from './members.ts'
import { readPeopleFacts } from './people-facts.store.ts'
import { ruleKeys } from './rule-keys.ts'
import type { Rule } from './rule.ts'
import {
  alone,
  dropStates,
  isHistorySince,
  isNewsBetween,
  keptMembers,
  moveStates,
  readStates,
  writeState,
} from './state.store.ts'

export const rulesOf = (segments: readonly Segment[]): Rules => new Map(segments.map(({ id, rule }) => [id, rule]))

/** Who these rules name, as known at a batch, of a day. Whoever is part of another contact is named by that one's number. */
export async function whoIsIn(
  inside: Pick<Inside, 'db'>,
  wanted: readonly Rule[],
  { rules, batch, day }: { rules: Rules; batch: number; day: Day },
): Promise<{ members: Int32Array[]; people: number }> {
  const seen = new Set<string>()
  const conditions = wanted.flatMap((rule) => everyCondition(rule, rules, seen))
  const facts = await readPeopleFacts(inside, { batch, day, conditions })
  const answer = answerRules(facts, rules)
  return { members: wanted.map(answer), people: peopleOf(facts) }
}

/** How many ever gave. */
export const peopleOf = ({ giving }: Pick<PeopleFacts, 'giving'>): number =>
  giving.first.reduce((n, first) => n + (first === -1 ? 0 : 1), 0)

/**
 * Works out every segment that may have changed since it last was: its rule, the day, or what it is answered from. Reads once for
 * all of them.
 * @param only these alone, whatever else may have changed
 * @returns how many were worked out
 */
export async function workOutSegments(inside: Inside, now: Date, only?: readonly string[]): Promise<number> {
  await alone(inside)
  const [segments, states] = [await readSegments(inside), await readStates(inside)]
  const [{ batch }, zone] = [await batchAt(inside), await zoneAt(inside)]
  const { day } = todayIn(zone, now)
  const rules = rulesOf(segments)
  const ruleKey = ruleKeys(rules)
  const live = segments.filter(({ archivedAt }) => archivedAt === null)
  const isLive = new Set(live.map(({ id }) => id))
  await dropStates(
    inside,
    [...states.keys()].filter((id) => !isLive.has(id)),
  )
  const since = Math.min(batch, ...[...states.values()].map((state) => state.batch))
  const events = live.some(({ rule }) => asksEvents(rule, rules))
  const isNews = since < batch && (await isNewsBetween(inside, { after: since, upTo: batch }, { events }))
  const [oldest] = [...states.values()].map(({ computedAt }) => computedAt).sort()
  const quietly = oldest !== undefined && (await isHistorySince(inside, oldest))
  const due = live.filter(({ id, rule }) => {
    if (only) return only.includes(id)
    const state = states.get(id)
    return isNews || !state || state.day !== day || state.ruleKey !== ruleKey(rule)
  })
  if (due.length > 0) {
    const { members, people } = await whoIsIn(
      inside,
      due.map(({ rule }) => rule),
      { rules, batch, day },
    )
    for (const [at, { id, version, rule }] of due.entries()) {
      const is = members[at] ?? new Int32Array()
      const was = (await keptMembers(inside, id))?.members ?? is
      // What reading history changes is nobody's coming or going.
      const changed = changedMembers(quietly ? is : was, is)
      await writeState(
        inside,
        {
          segmentId: id,
          version,
          ruleKey: ruleKey(rule),
          batch,
          day,
          computedAt: now.toISOString(),
          size: is.length,
          people,
        },
        is,
        { entered: changed.entered.length, gone: changed.gone.length },
        { quietly },
      )
    }
  }
  if (!only) await moveStates(inside, batch)
  return due.length
}

const asksEvents = (rule: Rule, rules: Rules): boolean =>
  everyCondition(rule, rules).some(({ measure }) => isActivity(measure))

/** Who is in a segment: see `membersOfSegments`. */
export async function segmentMembers(
  inside: Pick<Inside, 'db'>,
  segmentId: string,
  batch?: number,
): Promise<Int32Array> {
  return (await membersOfSegments(inside, [segmentId], batch)).get(segmentId) ?? new Int32Array()
}

/**
 * Who is in each of some segments, in order: contact numbers, whoever is part of another contact under that one's. Without a batch as
 * last worked out, seconds behind at most; at a batch exactly as known then, by the rule of then, of the day on which it was
 * recorded: from what is kept where that is the same, else worked out, all of them in one reading. Of a segment that there is not, or
 * was not yet, nobody.
 */
export async function membersOfSegments(
  inside: Pick<Inside, 'db'>,
  segmentIds: readonly string[],
  batch?: number,
): Promise<Map<string, Int32Array>> {
  const [found, states] = [new Map<string, Int32Array>(), await readStates(inside)]
  const keep = async (id: string) => found.set(id, (await keptMembers(inside, id))?.members ?? new Int32Array())
  if (batch === undefined) for (const id of segmentIds) if (states.has(id)) await keep(id)
  const left = segmentIds.filter((id) => !found.has(id))
  const moment = batch === undefined ? await batchAt(inside) : await batchMoment(inside, batch)
  if (left.length === 0 || !moment?.recordedAt) return found
  const segments = await readSegments(inside, moment.batch)
  const rules = rulesOf(segments)
  const ruleKey = ruleKeys(rules)
  const { day } = todayIn(await zoneAt(inside, moment.batch), new Date(moment.recordedAt))
  const anew: Segment[] = []
  for (const segment of segments.filter(({ id }) => left.includes(id))) {
    const state = states.get(segment.id)
    const isSame = state?.day === day && state.ruleKey === ruleKey(segment.rule)
    const between = state && { after: Math.min(state.batch, moment.batch), upTo: Math.max(state.batch, moment.batch) }
    if (isSame && between && !(await isNewsBetween(inside, between, { events: asksEvents(segment.rule, rules) })))
      await keep(segment.id)
    else anew.push(segment)
  }
  if (anew.length === 0) return found
  const { members } = await whoIsIn(
    inside,
    anew.map(({ rule }) => rule),
    { rules, batch: moment.batch, day },
  )
  for (const [at, { id }] of anew.entries()) found.set(id, members[at] ?? new Int32Array())
  return found
}
