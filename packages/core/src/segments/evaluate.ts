import { measureColumn, isActivity, over, type PeopleFacts } from './measure-columns.ts'
import { conditionsOf, namedBy, type Condition, type Rule } from './rule.ts'

/** Rules by the segment's id. */
export type Rules = ReadonlyMap<string, Rule>

/**
 * Every condition that a rule comes to, those of segments that it names among them.
 * @param seen segments of which the conditions were told: once is enough, however often they are named
 */
export function everyCondition(rule: Rule, rules: Rules, seen = new Set<string>()): Condition[] {
  return [
    ...conditionsOf(rule),
    ...namedBy(rule).flatMap((id) => {
      const named = seen.has(id) ? undefined : rules.get(id)
      seen.add(id)
      return named ? everyCondition(named, rules, seen) : []
    }),
  ]
}

/**
 * Answers rules for everybody at once: each answer is the contact numbers in order, those that are part of another left out.
 * People are whoever gave and, where a rule asks of events, whoever an event is known of; `not` turns round among them.
 */
export function answerRules(facts: PeopleFacts, rules: Rules): (rule: Rule) => Int32Array {
  const columns = new Map<string, Float64Array>()
  const known = new Map<Rule, Uint8Array>()
  const knownNamed = new Map<string, Uint8Array>()
  const column = ({ measure, lastDays }: Condition): Float64Array => {
    const name = over(measure, lastDays)
    const there = columns.get(name) ?? measureColumn(measure, lastDays, facts)
    columns.set(name, there)
    return there
  }
  const gave = new Uint8Array(facts.size)
  for (let contact = 1; contact < facts.giving.size; contact++)
    gave[contact] = facts.giving.first[contact] === -1 ? 0 : 1
  const everybody = gave.map((is, contact) => (is === 1 || facts.active?.[contact] === 1 ? 1 : 0))

  const holds = (rule: Rule, among: Uint8Array): Uint8Array => {
    if ('measure' in rule) return holdsOf(rule, column(rule), among)
    if ('segment' in rule) {
      const named = rules.get(rule.segment)
      const name = `${among === everybody} ${rule.segment}`
      const mask = knownNamed.get(name) ?? (named ? holds(named, among) : new Uint8Array(facts.size))
      knownNamed.set(name, mask)
      return mask
    }
    if ('not' in rule) {
      const inner = holds(rule.not, among)
      return among.map((is, contact) => (is === 1 && inner[contact] === 0 ? 1 : 0))
    }
    const parts = ('all' in rule ? rule.all : rule.any).map((part) => holds(part, among))
    const wanted = 'all' in rule ? parts.length : 1
    return among.map((is, contact) => {
      if (is === 0) return 0
      let count = 0
      for (const part of parts) count += part[contact]!
      return count >= wanted ? 1 : 0
    })
  }
  return (rule) => {
    const asksEvents = everyCondition(rule, rules).some(({ measure }) => isActivity(measure))
    const mask = known.get(rule) ?? holds(rule, asksEvents ? everybody : gave)
    known.set(rule, mask)
    return membersOf(mask)
  }
}

/** Where somebody has no such measure no comparison holds. */
function holdsOf({ is, value }: Condition, column: Float64Array, among: Uint8Array): Uint8Array {
  const test = is === 'top' || is === 'bottom' ? ranked(is, value, column, among) : compared(is, value)
  return among.map((isThere, contact) => (isThere === 1 && test(column[contact]!) ? 1 : 0))
}

function compared(is: 'at_least' | 'more_than' | 'at_most' | 'less_than', value: number): (of: number) => boolean {
  switch (is) {
    case 'at_least':
      return (of) => of >= value
    case 'more_than':
      return (of) => of > value
    case 'at_most':
      return (of) => of <= value
    case 'less_than':
      return (of) => of < value
  }
}

/**
 * Among those who have more than nothing of it: whoever has as much as the last of the share, at least one person. People who have
 * the same stand together, so that a share may come to a few more than asked for.
 */
function ranked(is: 'top' | 'bottom', share: number, column: Float64Array, among: Uint8Array): (of: number) => boolean {
  const values = column.filter((of, contact) => among[contact] === 1 && of > 0).sort()
  if (values.length === 0) return () => false
  const n = Math.max(1, Math.floor(values.length * share))
  const edge = is === 'top' ? values[values.length - n]! : values[n - 1]!
  return is === 'top' ? (of) => of >= edge : (of) => of > 0 && of <= edge
}

function membersOf(mask: Uint8Array): Int32Array {
  let size = 0
  for (const is of mask) size += is
  const members = new Int32Array(size)
  let at = 0
  for (let contact = 1; contact < mask.length; contact++) if (mask[contact] === 1) members[at++] = contact
  return members
}
