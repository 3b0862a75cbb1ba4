import { groups } from './emulator-soql-groups.ts'
import { checkNames } from './emulator-soql-names.ts'
import { parseSoql, type Condition, type Literal, type Soql } from './emulator-soql-parse.ts'
import { compare, type SRecord, type Value } from './emulator-table.ts'
import { isAggregate, SoqlError, valueOf, type View } from './emulator-view.ts'
import { toId18 } from './ids.ts'

export type Found =
  | { kind: 'count'; count: number }
  | { kind: 'groups'; rows: Record<string, Value>[] }
  | { kind: 'records'; soql: Soql; records: SRecord[] }

/** Answers a question. @throws SoqlError, MalformedQuery */
export function runSoql(view: View, text: string, options: { all: boolean }): Found {
  const soql = parseSoql(text)
  return answer(view, soql, options)
}

function answer(view: View, soql: Soql, { all }: { all: boolean }): Found {
  const fields = view.fields(soql.from)
  if (!fields) throw new SoqlError('INVALID_TYPE', `sObject type '${soql.from}' is not supported.`)
  checkNames(view, soql)
  const aggregates =
    soql.counts || soql.groupBy.length > 0 || soql.select.some(({ expression }) => isAggregate(expression))
  const { lost } = view.org.table(soql.from)
  const listed = (row: SRecord) =>
    (all || (row.IsDeleted !== true && row.IsArchived !== true)) &&
    view.isSeen(row) &&
    (aggregates || !lost.has(row.Id))
  const where = soql.where
  const holds = (row: SRecord) => listed(row) && (!where || truth(view, soql.from, row, where))
  const enough = aggregates ? Infinity : (soql.limit ?? Infinity)
  const records: SRecord[] = []
  for (const row of candidates(view, soql)) {
    if (!holds(row)) continue
    records.push(row)
    if (records.length >= enough) break
  }
  if (soql.counts) return { kind: 'count', count: records.length }
  if (aggregates) return { kind: 'groups', rows: groups(view, soql, records).slice(0, soql.limit) }
  return { kind: 'records', soql, records }
}

/** Rows in the order asked for, from where the condition lets them begin. */
function candidates(view: View, soql: Soql): Iterable<SRecord> {
  const table = view.org.table(soql.from)
  const bounds = conjuncts(soql.where)
  const keys = soql.orderBy.flatMap(({ by, descending }) => (by.kind === 'field' && !descending ? [by.path] : []))
  const plain = keys.length === soql.orderBy.length && soql.groupBy.length === 0
  const picked = bounds.find((bound) => bound.kind === 'in' && !bound.negated && bound.left.kind === 'field')
  const same = bounds.find(({ kind, ...bound }) => kind === 'compare' && 'operator' in bound && bound.operator === '=')
  const equal =
    same?.kind === 'compare' && same.left.kind === 'field' && same.left.path.endsWith('Id') ? same : undefined
  if (picked?.kind === 'in' && picked.left.kind === 'field' && picked.left.path.endsWith('Id'))
    return sorted(table.having(picked.left.path, picked.values.map(idLike)), keys)
  if (equal?.left.kind === 'field') return sorted(table.having(equal.left.path, [idLike(equal.right)]), keys)
  if (!plain || keys.length === 0) return soql.orderBy.length === 0 ? table.all : sortedBy(view, soql, [...table.all])
  const order = table.ordered(keys)
  const [first = ''] = keys
  const from = bounds.find(
    (bound) =>
      bound.kind === 'compare' &&
      bound.left.kind === 'field' &&
      bound.left.path === first &&
      bound.operator.startsWith('>'),
  )
  return from?.kind === 'compare' ? tail(order, lowest(order, first, from.right)) : order
}

function* tail(order: readonly SRecord[], from: number): Generator<SRecord> {
  for (let at = from; at < order.length; at += 1) yield order[at] as SRecord
}

/** Where the first row stands that is not below the value. */
function lowest(order: readonly SRecord[], field: string, value: Literal): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(order[middle]?.[field], idLike(value)) < 0) low = middle + 1
    else high = middle
  }
  return low
}

const sorted = (rows: SRecord[], keys: readonly string[]): SRecord[] =>
  rows.toSorted((a, b) => {
    for (const key of [...keys, 'Id']) {
      const order = compare(a[key], b[key])
      if (order !== 0) return order
    }
    return 0
  })

const sortedBy = (view: View, soql: Soql, rows: SRecord[]): SRecord[] =>
  rows.sort((a, b) => {
    for (const { by, descending } of soql.orderBy) {
      const order = compare(valueOf(view, soql.from, a, by), valueOf(view, soql.from, b, by))
      if (order !== 0) return descending ? -order : order
    }
    return compare(a.Id, b.Id)
  })

const conjuncts = (where: Condition | undefined): Condition[] =>
  where === undefined ? [] : where.kind === 'and' ? where.of.flatMap(conjuncts) : [where]

function truth(view: View, object: string, row: SRecord, condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.of.every((each) => truth(view, object, row, each))
    case 'or':
      return condition.of.some((each) => truth(view, object, row, each))
    case 'not':
      return !truth(view, object, row, condition.of)
    case 'in': {
      const value = valueOf(view, object, row, condition.left)
      return condition.values.some((each) => same(value, each)) !== condition.negated
    }
    case 'compare': {
      const value = valueOf(view, object, row, condition.left)
      if (condition.operator === '=') return same(value, condition.right)
      if (condition.operator === '!=') return !same(value, condition.right)
      const right =
        condition.left.kind === 'field' && condition.left.path.endsWith('Id')
          ? idLike(condition.right)
          : condition.right
      if (value === null || value === undefined || right === null) return false
      const order = compare(value, right)
      return condition.operator.startsWith('<')
        ? order < 0 || (order === 0 && condition.operator === '<=')
        : order > 0 || (order === 0 && condition.operator === '>=')
    }
  }
}

/** Texts are the same in any case, ids and moments are not. */
function same(a: Value, b: Literal): boolean {
  const right = typeof a === 'string' && a.length === 18 ? idLike(b) : b
  if (a === right || ((a === undefined || a === null) && right === null)) return true
  if (typeof a !== 'string' || typeof right !== 'string' || /^\w{18}$/.test(a)) return false
  return a.toLowerCase() === right.toLowerCase()
}

const idLike = (value: Literal): Literal => (typeof value === 'string' ? toId18(value) : value)
