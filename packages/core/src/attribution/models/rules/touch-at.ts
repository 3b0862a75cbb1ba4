import type { Journey } from '../journey.ts'
import type { Amount, Comparison, Condition, FlagWord, NumberWord } from './rule.ts'

/** One touch of a journey, as rules look at it; moved from touch to touch. */
export interface TouchAt {
  journey: Journey
  /** 0 is the first. */
  i: number
  channel: number
  isDirect: boolean
  /** Touches of this channel before this one, and in the whole journey; and how many channels the journey has. */
  ofChannelBefore: number
  ofChannel: number
  channels: number
  /** Set where something was divided by zero. */
  dividedByZero: boolean
}

const numbers: Record<NumberWord, (at: TouchAt) => number> = {
  days_before: ({ journey, i }) => (journey.secondsBefore[journey.from + i] as number) / 86_400,
  hours_before: ({ journey, i }) => (journey.secondsBefore[journey.from + i] as number) / 3_600,
  position: ({ i }) => i + 1,
  from_end: ({ journey, i }) => journey.n - i,
  count: ({ journey }) => journey.n,
  touches_of_channel: ({ ofChannel }) => ofChannel,
  channels: ({ channels }) => channels,
}

const flags: Record<FlagWord, (at: TouchAt) => boolean> = {
  is_first: ({ i }) => i === 0,
  is_last: ({ i, journey }) => i === journey.n - 1,
  first_of_channel: ({ ofChannelBefore }) => ofChannelBefore === 0,
  last_of_channel: ({ ofChannelBefore, ofChannel }) => ofChannelBefore === ofChannel - 1,
  is_direct: ({ isDirect }) => isDirect,
  made_lead: ({ i, journey }) => journey.lead === i,
  made_opportunity: ({ i, journey }) => journey.opportunity === i,
  made_close: ({ i, journey }) => journey.close === i,
}

const compares: Record<Comparison, (left: number, right: number) => boolean> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
}

/** Makes what tells an amount of a touch. */
export function amountOf(amount: Amount): (at: TouchAt) => number {
  switch (amount.kind) {
    case 'number':
      return () => amount.value
    case 'word':
      return numbers[amount.word]
    case 'negative': {
      const of = amountOf(amount.of)
      return (at) => -of(at)
    }
    case 'sum':
    case 'difference':
    case 'product':
    case 'quotient':
    case 'power': {
      const [left, right] = [amountOf(amount.left), amountOf(amount.right)]
      return operations[amount.kind](left, right)
    }
  }
}

type Tell = (at: TouchAt) => number
const operations: Record<'sum' | 'difference' | 'product' | 'quotient' | 'power', (left: Tell, right: Tell) => Tell> = {
  sum: (left, right) => (at) => left(at) + right(at),
  difference: (left, right) => (at) => left(at) - right(at),
  product: (left, right) => (at) => left(at) * right(at),
  quotient: (left, right) => (at) => {
    const by = right(at)
    if (by === 0) at.dividedByZero = true
    return left(at) / by
  },
  power: (left, right) => (at) => {
    const [base, exponent] = [left(at), right(at)]
    if (base === 0 && exponent < 0) at.dividedByZero = true
    return base ** exponent
  },
}

/** Makes what tells whether a condition holds of a touch. `numbersOf` turns names into the numbers that columns have. */
export function holds(
  condition: Condition,
  numbersOf: (word: 'channel' | 'type', values: readonly string[]) => ReadonlySet<number>,
): (at: TouchAt) => boolean {
  switch (condition.kind) {
    case 'flag':
      return flags[condition.word]
    case 'is': {
      const among = numbersOf(condition.word, condition.values)
      return condition.word === 'channel'
        ? ({ channel }) => among.has(channel)
        : ({ journey, i }) => among.has(journey.type[journey.from + i] as number)
    }
    case 'compare': {
      const [left, right] = [amountOf(condition.left), amountOf(condition.right)]
      const compare = compares[condition.by]
      return (at) => compare(left(at), right(at))
    }
    case 'not': {
      const of = holds(condition.of, numbersOf)
      return (at) => !of(at)
    }
    case 'and': {
      const [left, right] = [holds(condition.left, numbersOf), holds(condition.right, numbersOf)]
      return (at) => left(at) && right(at)
    }
    case 'or': {
      const [left, right] = [holds(condition.left, numbersOf), holds(condition.right, numbersOf)]
      return (at) => left(at) || right(at)
    }
  }
}
