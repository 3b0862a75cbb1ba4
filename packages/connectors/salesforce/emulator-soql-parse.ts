/** A question in the part of SOQL that the emulator knows. */
export interface Soql {
  /** `COUNT()` alone. */
  counts: boolean
  select: Item[]
  from: string
  where: Condition | undefined
  groupBy: Expression[]
  orderBy: { by: Expression; descending: boolean }[]
  limit: number | undefined
}
interface Item {
  expression: Expression
  alias: string | undefined
}
export type Expression =
  | { kind: 'field'; path: string }
  | { kind: 'call'; name: string; of: string }
  | { kind: 'children'; name: string; query: Soql }
export type Literal = string | number | boolean | null
export type Condition =
  | { kind: 'and' | 'or'; of: Condition[] }
  | { kind: 'not'; of: Condition }
  | { kind: 'compare'; left: Expression; operator: string; right: Literal }
  | { kind: 'in'; left: Expression; values: Literal[]; negated: boolean }

export class MalformedQuery extends Error {}

const token =
  /\s*(?:('(?:[^'\\]|\\.)*')|(\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d))?)|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.]*)|(<=|>=|!=|<>|[(),=<>]))/y

/** @throws MalformedQuery */
export function parseSoql(text: string): Soql {
  const reader = new Reader(text)
  const soql = query(reader)
  if (reader.peek() !== undefined) throw new MalformedQuery(`unexpected token: ${reader.peek()}`)
  return soql
}

class Reader {
  readonly #tokens: string[] = []
  #at = 0
  constructor(text: string) {
    token.lastIndex = 0
    const trimmed = text.trimEnd()
    while (token.lastIndex < trimmed.length) {
      const from = token.lastIndex
      const match = token.exec(trimmed)
      if (!match) throw new MalformedQuery(`unexpected character at ${from}`)
      this.#tokens.push(match[0].trim())
    }
  }
  peek(ahead = 0): string | undefined {
    return this.#tokens[this.#at + ahead]
  }
  next(): string {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw new MalformedQuery('unexpected end of the query')
    this.#at += 1
    return token
  }
  is(...words: string[]): boolean {
    return words.every((word, index) => this.peek(index)?.toUpperCase() === word)
  }
  take(...words: string[]): boolean {
    if (!this.is(...words)) return false
    this.#at += words.length
    return true
  }
  expect(...words: string[]): void {
    if (!this.take(...words))
      throw new MalformedQuery(`expecting ${words.join(' ')}, found ${this.peek() ?? 'the end'}`)
  }
}

function query(reader: Reader): Soql {
  reader.expect('SELECT')
  const counts = reader.take('COUNT', '(', ')')
  const select = counts ? [] : listOf(reader, item)
  reader.expect('FROM')
  const from = reader.next()
  const where = reader.take('WHERE') ? either(reader) : undefined
  const groupBy = reader.take('GROUP', 'BY') ? listOf(reader, expression) : []
  const orderBy = reader.take('ORDER', 'BY')
    ? listOf(reader, () => {
        const by = expression(reader)
        const descending = reader.take('DESC')
        if (!descending) reader.take('ASC')
        return { by, descending }
      })
    : []
  const limit = reader.take('LIMIT') ? Number(reader.next()) : undefined
  return { counts, select, from, where, groupBy, orderBy, limit }
}

function listOf<T>(reader: Reader, one: (reader: Reader) => T): T[] {
  const list = [one(reader)]
  while (reader.take(',')) list.push(one(reader))
  return list
}

function item(reader: Reader): Item {
  const of = expression(reader)
  const next = reader.peek()
  const hasAlias = next !== undefined && /^[A-Za-z]\w*$/.test(next) && next.toUpperCase() !== 'FROM'
  return { expression: of, alias: hasAlias ? reader.next() : undefined }
}

function expression(reader: Reader): Expression {
  if (reader.take('(')) {
    const inner = query(reader)
    reader.expect(')')
    return { kind: 'children', name: inner.from, query: inner }
  }
  const name = reader.next()
  if (!/^[A-Za-z_][\w.]*$/.test(name)) throw new MalformedQuery(`unexpected token: ${name}`)
  if (!reader.take('(')) return { kind: 'field', path: name }
  const of = reader.is(')') ? '' : reader.next()
  reader.expect(')')
  return { kind: 'call', name: name.toUpperCase(), of }
}

/** AND and OR side by side need brackets, as in SOQL itself. */
function either(reader: Reader): Condition {
  const first = one(reader)
  const word = reader.is('AND') ? 'AND' : reader.is('OR') ? 'OR' : undefined
  if (word === undefined) return first
  const of = [first]
  while (reader.take(word)) of.push(one(reader))
  if (reader.is('AND') || reader.is('OR')) throw new MalformedQuery(`unexpected token: ${reader.peek()}`)
  return { kind: word === 'AND' ? 'and' : 'or', of }
}

function one(reader: Reader): Condition {
  if (reader.take('NOT')) return { kind: 'not', of: one(reader) }
  if (reader.take('(')) {
    const inner = either(reader)
    reader.expect(')')
    return inner
  }
  const left = expression(reader)
  const negated = reader.take('NOT', 'IN')
  if (negated || reader.take('IN')) {
    reader.expect('(')
    const values = listOf(reader, literal)
    reader.expect(')')
    return { kind: 'in', left, values, negated }
  }
  const operator = reader.next()
  if (!['=', '!=', '<>', '<', '>', '<=', '>='].includes(operator))
    throw new MalformedQuery(`unexpected token: ${operator}`)
  return { kind: 'compare', left, operator: operator === '<>' ? '!=' : operator, right: literal(reader) }
}

function literal(reader: Reader): Literal {
  const text = reader.next()
  if (text.startsWith("'")) return text.slice(1, -1).replace(/\\(.)/g, (_, char: string) => escapes[char] ?? char)
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return text
  if (/^\d{4}-/.test(text)) return new Date(text).toISOString()
  if (/^-?\d/.test(text)) return Number(text)
  const word = text.toLowerCase()
  if (word === 'null') return null
  if (word === 'true' || word === 'false') return word === 'true'
  throw new MalformedQuery(`unexpected token: ${text}`)
}
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' }
