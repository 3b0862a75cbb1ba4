import { collapse, contactsOf, type StageStates } from './collapse.ts'
import { Stage, stateOf } from './deal-rows.ts'
import { renewalStages, type Setup } from './emulator-setup.ts'
import { restRecord } from './emulator-print.ts'
import { runSoql } from './emulator-soql-run.ts'
import type { View } from './emulator-view.ts'
import { fromRest, type Field } from './normal-form.ts'
import { furtherFields, objects, type SObjectType } from './objects.ts'
import type { Org } from './org.ts'
import { masterRecordType } from './pipelines.ts'
import type { SObject } from './query.ts'
import type { Config } from './schema.ts'
import { kindOf } from './describe.ts'

export const streamObjects: Record<string, SObjectType> = {
  users: objects.users,
  queues: objects.queues,
  accounts: objects.accounts,
  contacts: objects.contacts,
  leads: objects.leads,
  opportunities: objects.opportunities,
  opportunity_history: objects.history,
  contact_roles: objects.roles,
  campaigns: objects.campaigns,
  campaign_members: objects.members,
  campaign_influence: objects.influence,
  calls: objects.calls,
}

/** Every row that is there to be read, by stream, as a reader keeps it: what the ledger of truth comes to. */
export function rowsOf(view: View, org: Org, config: Config, setup: Setup | undefined): Record<string, unknown[]> {
  const streams = Object.entries(streamObjects).map(
    ([name, type]) => [name, objectRows(view, org, config, type)] as const,
  )
  return Object.fromEntries([
    ...streams,
    ['pipelines', pipelineRows(view, org, setup)],
    ['merged_contacts', mergeRows(streams.find(([name]) => name === 'contacts')?.[1] ?? [])],
  ])
}

function objectRows(view: View, org: Org, config: Config, type: SObjectType): SObject[] {
  const fields = [...type.fields, ...furtherFields(type, config)].flatMap((path): Field[] => {
    const [parent, name] = path.includes('.') ? path.split('.') : [type.name, path]
    const found = view.fields(parent ?? '')?.find((field) => field.name === name)
    return found ? [{ name: path, kind: kindOf(found.type) }] : []
  })
  if (fields.length === 0) return []
  const where = type.where === undefined ? '' : ` WHERE ${type.where}`
  const found = runSoql(view, `SELECT ${fields.map(({ name }) => name).join(', ')} FROM ${type.name}${where}`, {
    all: true,
  })
  if (found.kind !== 'records') return []
  const rows = found.records.map((record) => ({
    record,
    row: fromRest(org, fields, restRecord(view, found.soql, record)),
  }))
  if (type !== objects.history && type !== objects.roles) return rows.map(({ row }) => row)
  const deals = Map.groupBy(rows, ({ record }) => record.OpportunityId)
  return [...deals.values()].flatMap((deal) => {
    const living = deal.flatMap(({ row }) => (row.IsDeleted === true ? [] : [row]))
    const gone = deal.flatMap(({ row }) => (row.IsDeleted === true ? [row] : []))
    if (type === objects.history) return [...collapse(living, states(view)), ...gone]
    const contactIds = contactsOf(living)
    return [...living.map((row) => ({ ...row, contactIds })), ...gone]
  })
}

const states = (view: View): StageStates =>
  Object.fromEntries(
    [...view.org.table('OpportunityStage').all].map((row) => [String(row.MasterLabel), stateOf(Stage.parse(row))]),
  )

function pipelineRows(view: View, org: Org, setup: Setup | undefined): unknown[] {
  const fields = ['MasterLabel', 'ApiName', 'IsActive', 'SortOrder', 'IsClosed', 'IsWon', 'DefaultProbability']
  const stages = [...view.org.table('OpportunityStage').all].map((row) =>
    Object.fromEntries(fields.map((name) => [name, row[name]])),
  )
  const renewal = stages.filter(({ MasterLabel }) => renewalStages.includes(String(MasterLabel)))
  const { lost } = view.org.table('RecordType')
  const types = [...view.org.table('RecordType').ordered(['Id'])].filter(({ Id }) => !lost.has(Id))
  return [
    { ...org, Id: masterRecordType, Name: 'Opportunities', IsActive: true, stages },
    ...types.map(({ Id, Name, IsActive, CreatedDate }) => ({
      ...{ ...org, Id, Name, IsActive, CreatedDate },
      stages: Id === setup?.recordTypes.renewal ? renewal : stages,
    })),
  ]
}

function mergeRows(contacts: readonly SObject[]): SObject[] {
  const merged = contacts.filter(({ MasterRecordId }) => MasterRecordId !== undefined)
  const siblings = Map.groupBy(merged, ({ MasterRecordId }) => MasterRecordId)
  return merged.map((row) => ({
    ...row,
    absorbedIds: (siblings.get(row.MasterRecordId) ?? []).map(({ Id }) => String(Id)).sort(),
  }))
}
