import { makeLabelledPeople } from '@throughline/world/segments'
import { answerRules } from '../evaluate.ts'
import { standardSegments } from '../standard-segments.ts'
import { factsOfPeople } from './facts-of-people.ts'

/** How often a standard rule is right about people whose kinds are known. */
export interface Precision {
  id: string
  /** Of those that the rule names, the share that are of the kind. */
  precision: number
  /** Of those of the kind, the share that the rule names. */
  recall: number
  named: number
  are: number
}

/** Judges labelled people by the standard rules. */
export function measureSegments(seed: string, people: number): Precision[] {
  const end = '2026-11-20'
  const labelled = makeLabelledPeople(seed, { people, end })
  const answer = answerRules(factsOfPeople(labelled, end), new Map(standardSegments.map(({ id, rule }) => [id, rule])))
  return standardSegments.map(({ id, code, rule }) => {
    const members = answer(rule)
    const isOf = ({ kinds }: (typeof labelled)[number]) => kinds.has(code as never)
    const right = members.filter((contact) => isOf(labelled[contact - 1]!)).length
    const are = labelled.filter(isOf).length
    return { id, precision: right / members.length, recall: right / are, named: members.length, are }
  })
}
