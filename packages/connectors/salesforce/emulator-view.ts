import type { EmulatedField } from './emulator-fields.ts'
import type { EmulatedOrg } from './emulator-org.ts'
import type { Expression } from './emulator-soql-parse.ts'
import type { SRecord, Value } from './emulator-table.ts'

/** A refusal, by Salesforce's own code. */
export class SoqlError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** What the asking user sees of an org. */
export interface View {
  org: EmulatedOrg
  fields(object: string): EmulatedField[] | undefined
  /** Committed by now. */
  isSeen(record: SRecord): boolean
}

/** The value of a field, of a parent's field, or of a day. */
export function valueOf(view: View, object: string, row: SRecord, expression: Expression): Value {
  if (expression.kind === 'children') return undefined
  const path = expression.kind === 'field' ? expression.path : expression.of
  const dot = path.indexOf('.')
  const value = dot === -1 ? row[path] : parentOf(view, row, path.slice(0, dot))?.[path.slice(dot + 1)]
  if (expression.kind === 'field') return value
  if (expression.name === 'DAY_ONLY') return typeof value === 'string' ? value.slice(0, 10) : value
  throw new SoqlError('MALFORMED_QUERY', `unknown function ${expression.name}`)
}

export function parentOf(view: View, row: SRecord, name: string): SRecord | undefined {
  const id = row[`${name}Id`]
  return typeof id === 'string' ? view.org.table(name).get(id) : undefined
}

const childNames: Record<string, [string, string]> = {
  OpportunityContactRoles: ['OpportunityContactRole', 'OpportunityId'],
  OpportunityHistories: ['OpportunityHistory', 'OpportunityId'],
  CampaignMembers: ['CampaignMember', 'CampaignId'],
}

/** The children of a record, as a question inside a question asks for them. */
export function childrenOf(view: View, record: SRecord, name: string): { object: string; records: SRecord[] } {
  const [object, field] = childNames[name] ?? []
  if (object === undefined || field === undefined || !view.fields(object))
    throw new SoqlError('INVALID_TYPE', `Didn't understand relationship '${name}'.`)
  const records = view.org.table(object).having(field, [record.Id])
  return { object, records: records.filter((row) => row.IsDeleted !== true && view.isSeen(row)) }
}

export const isAggregate = (expression: Expression): boolean =>
  expression.kind === 'call' && ['COUNT', 'SUM', 'MIN', 'MAX'].includes(expression.name)
