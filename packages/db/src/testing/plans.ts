import { connect } from '../connect.ts'
import { openDatabase } from '../database.ts'
import { createDoor, type Door } from '../door.ts'
import type { TestDatabase } from './test-database.ts'

/** A statement as it was sent, with the settings of the transaction it was sent in. */
export interface Sent {
  text: string
  parameters: unknown[]
  settings: string[]
}

/** Runs `fn` through a door that writes down every statement, and answers those that touch tables of ours. */
export async function sentBy(
  { logins }: Pick<TestDatabase, 'logins'>,
  now: () => Date,
  fn: (door: Door) => Promise<unknown>,
): Promise<Sent[]> {
  const sent: Sent[] = []
  const settings = new Map<number, string[]>()
  const database = await openDatabase(logins, {
    heard: (connection, statement, parameters) => {
      const text = statement.trim()
      const said = settings.get(connection) ?? []
      if (/^begin/i.test(text)) settings.set(connection, [])
      else if (/^set local app\./i.test(text)) settings.set(connection, [...said, text])
      else if (isOurs(text)) sent.push({ text, parameters, settings: said })
    },
  })
  try {
    await fn(createDoor(database, now))
  } finally {
    await database.close()
  }
  return sent.filter((each) => each.settings.some((setting) => setting.includes('app.tenants')))
}

/** Statements with a plan worth looking at: not settings, locks, or calls of the system's functions. */
const isOurs = (text: string) =>
  /^(select|with|insert|update|delete)\b/i.test(text) && !/^select (pg_|\* from find_|current_)/i.test(text)

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  Plans?: PlanNode[]
  [detail: string]: unknown
}

/**
 * What is wrong with the plans of statements, as the running system's login gets them: the tenant's policy asked row by row,
 * under `Filter`, rather than once, as the condition of an index. Small tables are read whole whatever their indexes, so reading
 * whole is switched off: what is still filtered has no index that leads with the tenant.
 */
export async function planFaults(
  { logins }: Pick<TestDatabase, 'logins'>,
  statements: readonly Sent[],
): Promise<string[]> {
  const sql = connect(logins.app, { max: 1, onnotice: () => {} })
  try {
    const faults: string[] = []
    for (const { text, parameters, settings } of statements) {
      const plan = await sql.begin('read write', async (tx) => {
        await tx.unsafe([...settings, 'set local enable_seqscan = off'].join(';'))
        const [row] = await tx.unsafe<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
          `explain (format json) ${text}`,
          parameters as never[],
        )
        return row?.['QUERY PLAN'][0]?.Plan
      })
      if (plan)
        faults.push(...filtered(plan).map((fault) => `${fault} in: ${text.replaceAll(/\s+/g, ' ').slice(0, 160)}`))
    }
    return [...new Set(faults)]
  } finally {
    await sql.end()
  }
}

function filtered(node: PlanNode): string[] {
  const here = Object.entries(node).flatMap(([detail, text]) =>
    detail.endsWith('Filter') && typeof text === 'string' && text.includes('current_tenant')
      ? [`${node['Node Type']} of ${node['Relation Name'] ?? '?'} filters by tenant`]
      : [],
  )
  return [...here, ...(node.Plans ?? []).flatMap(filtered)]
}
