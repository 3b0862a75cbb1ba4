/** What a rule may ask of a touch, and nothing else. */
export const numberWords = [
  'days_before',
  'hours_before',
  'position',
  'from_end',
  'count',
  'touches_of_channel',
  'channels',
] as const
export const flagWords = [
  'is_first',
  'is_last',
  'first_of_channel',
  'last_of_channel',
  'is_direct',
  'made_lead',
  'made_opportunity',
  'made_close',
] as const
export const textWords = ['channel', 'type'] as const

export type NumberWord = (typeof numberWords)[number]
export type FlagWord = (typeof flagWords)[number]
export type TextWord = (typeof textWords)[number]

export type Amount =
  | { kind: 'number'; value: number }
  | { kind: 'word'; word: NumberWord }
  | { kind: 'negative'; of: Amount }
  | { kind: 'sum' | 'difference' | 'product' | 'quotient' | 'power'; left: Amount; right: Amount }

export type Comparison = '<' | '<=' | '>' | '>=' | '=' | '!='

export type Condition =
  | { kind: 'flag'; word: FlagWord }
  | { kind: 'is'; word: TextWord; values: readonly string[] }
  | { kind: 'compare'; by: Comparison; left: Amount; right: Amount }
  | { kind: 'not'; of: Condition }
  | { kind: 'and' | 'or'; left: Condition; right: Condition }

/** `when` is null for the line that begins with else. Lines are counted from 1. */
export interface Rule {
  line: number
  when: Condition | null
  weight: Amount
}

/** What is wrong where; both are counted from 1. */
export interface RuleFault {
  line: number
  column: number
  message: string
}
