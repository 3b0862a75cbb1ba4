import {
  flagWords,
  numberWords,
  textWords,
  type Amount,
  type Comparison,
  type Condition,
  type FlagWord,
  type NumberWord,
  type Rule,
  type TextWord,
} from './rule.ts'
import { Faulty, type Token } from './tokens.ts'

const comparisons: readonly string[] = ['<', '<=', '>', '>=', '=', '!='] satisfies Comparison[]
const deepest = 40
const sums = { '+': 'sum', '-': 'difference' } as const
const products = { '*': 'product', '/': 'quotient' } as const

/** Parses the tokens of one rule by recursive descent. */
export class LineParser {
  readonly #tokens: readonly Token[]
  readonly #known: Record<TextWord, readonly string[]>
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[], known: Record<TextWord, readonly string[]>) {
    this.#tokens = tokens
    this.#known = known
  }

  /** @throws Faulty at the first thing that is wrong */
  rule(): Omit<Rule, 'line'> {
    let when: Condition | null = null
    if (this.#takes('when')) {
      when = this.#either()
      if (!this.#takes('then')) throw this.#fault('then and a weight are missing')
    } else if (!this.#takes('else')) throw this.#fault('a rule begins with when or else')
    const weight = this.#sum()
    if (this.#token.kind !== 'end') throw this.#fault(`"${this.#token.text}" is too much`)
    return { when, weight }
  }

  get #token(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)] as Token
  }

  #takes(text: string): boolean {
    if (this.#token.kind === 'text' || this.#token.text !== text || this.#token.kind === 'end') return false
    this.#at += 1
    return true
  }

  #fault(message: string): Faulty {
    return new Faulty(this.#token.column, message)
  }

  #nested<T>(parse: () => T): T {
    if (this.#depth === deepest) throw this.#fault('these brackets are nested too deep')
    this.#depth += 1
    const result = parse()
    this.#depth -= 1
    return result
  }

  #either(): Condition {
    let left = this.#both()
    while (this.#takes('or')) left = { kind: 'or', left, right: this.#both() }
    return left
  }

  #both(): Condition {
    let left = this.#claim()
    while (this.#takes('and')) left = { kind: 'and', left, right: this.#claim() }
    return left
  }

  #claim(): Condition {
    if (this.#takes('not')) return { kind: 'not', of: this.#nested(() => this.#claim()) }
    const { text, kind } = this.#token
    const flag = flagWords.find((word) => word === text)
    if (kind === 'word' && flag !== undefined) return this.#flag(flag)
    const field = textWords.find((word) => word === text)
    if (kind === 'word' && field !== undefined) return this.#is(field)
    if (text !== '(') return this.#compare()
    return this.#bracket()
  }

  /** A bracket holds a condition or the left side of a comparison: whichever reads further is meant. */
  #bracket(): Condition {
    const [at, depth] = [this.#at, this.#depth]
    try {
      return this.#compare()
    } catch (first) {
      if (!(first instanceof Faulty)) throw first
      this.#at = at + 1
      this.#depth = depth
      try {
        const inside = this.#nested(() => this.#either())
        if (!this.#takes(')')) throw this.#fault('a bracket does not close')
        return inside
      } catch (second) {
        throw second instanceof Faulty && second.column < first.column ? first : second
      }
    }
  }

  #flag(word: FlagWord): Condition {
    this.#at += 1
    return { kind: 'flag', word }
  }

  #is(word: TextWord): Condition {
    this.#at += 1
    if (this.#takes('is')) {
      const negated = this.#takes('not')
      return negates(negated, { kind: 'is', word, values: [this.#value(word)] })
    }
    const negated = this.#takes('not')
    if (!this.#takes('in')) throw this.#fault(`after ${word} comes is, is not, in or not in`)
    if (!this.#takes('(')) throw this.#fault('a list stands in brackets: (sms, email)')
    const values = [this.#value(word)]
    while (this.#takes(',')) values.push(this.#value(word))
    if (!this.#takes(')')) throw this.#fault('the list does not close')
    return negates(negated, { kind: 'is', word, values })
  }

  #value(word: TextWord): string {
    const { kind, text } = this.#token
    if (kind !== 'word' && kind !== 'text') throw this.#fault(`a ${word} is missing`)
    if (!this.#known[word].includes(text))
      throw this.#fault(`there is no ${word} "${text}"; there are ${this.#known[word].join(', ')}`)
    this.#at += 1
    return text
  }

  #compare(): Condition {
    const left = this.#sum()
    const by = this.#token.text
    if (this.#token.kind !== 'sign' || !comparisons.includes(by))
      throw this.#fault('a comparison is missing: <, <=, >, >=, = or !=')
    this.#at += 1
    return { kind: 'compare', by: by as Comparison, left, right: this.#sum() }
  }

  #sum(): Amount {
    let left = this.#product()
    for (let kind = this.#oneOf(sums); kind; kind = this.#oneOf(sums)) left = { kind, left, right: this.#product() }
    return left
  }

  #product(): Amount {
    let left = this.#signed()
    for (let kind = this.#oneOf(products); kind; kind = this.#oneOf(products)) {
      const fault = this.#fault('this divides by zero')
      const right = this.#signed()
      if (kind === 'quotient' && right.kind === 'number' && right.value === 0) throw fault
      left = { kind, left, right }
    }
    return left
  }

  #oneOf<Kind>(kinds: Readonly<Record<string, Kind>>): Kind | undefined {
    const { kind, text } = this.#token
    if (kind !== 'sign' || !Object.hasOwn(kinds, text)) return undefined
    this.#at += 1
    return kinds[text]
  }

  #signed(): Amount {
    if (this.#takes('-')) return { kind: 'negative', of: this.#nested(() => this.#signed()) }
    const left = this.#atom()
    return this.#takes('^') ? { kind: 'power', left, right: this.#nested(() => this.#signed()) } : left
  }

  #atom(): Amount {
    const { kind, text } = this.#token
    if (this.#takes('(')) {
      const inside = this.#nested(() => this.#sum())
      if (!this.#takes(')')) throw this.#fault('a bracket does not close')
      return inside
    }
    if (kind === 'end') throw this.#fault('something is missing at the end')
    if (kind === 'number') {
      this.#at += 1
      return { kind: 'number', value: Number(text) }
    }
    const word = numberWords.find((each) => each === text)
    if (kind === 'word' && word !== undefined) return this.#number(word)
    throw this.#fault(
      kind === 'word' && [...flagWords, ...textWords].some((each) => each === text)
        ? `${text} is no number`
        : `"${text}" is unknown; there are ${[...numberWords, ...flagWords, ...textWords].join(', ')}`,
    )
  }

  #number(word: NumberWord): Amount {
    this.#at += 1
    return { kind: 'word', word }
  }
}

const negates = (negated: boolean, of: Condition): Condition => (negated ? { kind: 'not', of } : of)
