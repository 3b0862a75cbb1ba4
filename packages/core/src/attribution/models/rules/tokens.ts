import type { RuleFault } from './rule.ts'

export interface Token {
  kind: 'word' | 'number' | 'text' | 'sign' | 'end'
  text: string
  column: number
}

/** Thrown inside the parser and caught in it: one line's first fault. */
export class Faulty extends Error {
  readonly column: number
  constructor(column: number, message: string) {
    super(message)
    this.column = column
  }
  at(line: number): RuleFault {
    return { line, column: this.column, message: this.message }
  }
}

const shapes: [Token['kind'] | 'space', RegExp][] = [
  ['space', /\s+|#.*/y],
  ['number', /(\d+\.?\d*|\.\d+)/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['text', /"[^"]*"/y],
  ['sign', /<=|>=|!=|[<>=+\-*/^(),]/y],
]

/** Cuts one line into words, numbers, texts and signs; the last token is its end. @throws Faulty at what is none of them */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < line.length) {
    const from = at
    for (const [kind, shape] of shapes) {
      shape.lastIndex = from
      const text = shape.exec(line)?.[0]
      if (text === undefined) continue
      at = from + text.length
      if (kind !== 'space') tokens.push({ kind, text: kind === 'text' ? text.slice(1, -1) : text, column: from + 1 })
      break
    }
    if (at > from) continue
    const what =
      line[from] === '"' ? 'a quote that does not close' : `"${String.fromCodePoint(line.codePointAt(from) ?? 0)}"`
    throw new Faulty(from + 1, `${what} means nothing here`)
  }
  tokens.push({ kind: 'end', text: '', column: line.length + 1 })
  return tokens
}
