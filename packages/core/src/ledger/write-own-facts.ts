import type { Cause } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { appendBatch } from './append.store.ts'
import { effectiveFacts } from './effective-facts.store.ts'
import { lockLedger, moveHead, readHead } from './head.store.ts'
import { sameJson, storable } from './json.ts'

/** Something that we ourselves say, rather than an outside system: a rule, a decision, a fitted model. */
export interface OwnFact {
  kind: string
  key: string
  /** Null takes it back. */
  value: Readonly<Record<string, unknown>> | null
}

/**
 * Writes rules, decisions and versions of models as facts, in one numbered batch: what holds now, and what held at any batch before.
 * What is said already just so writes nothing. They move no sum by themselves; what they change is restated by whoever reads them.
 * @returns the batch, or undefined where nothing changed
 */
export async function writeOwnFacts(
  inside: Inside,
  facts: readonly OwnFact[],
  { cause, now }: { cause: Extract<Cause, 'rule_change' | 'model_refit'>; now: Date },
): Promise<number | undefined> {
  await lockLedger(inside)
  const ids = facts.map(({ kind, key }) => ({ kind, source: 'throughline', key }))
  const [head, effective] = await Promise.all([readHead(inside), effectiveFacts(inside, ids)])
  const standing = new Map(effective.map((fact) => [`${fact.kind}\0${fact.key}`, fact]))
  const versions = facts.flatMap(({ kind, key, value }) => {
    const before = standing.get(`${kind}\0${key}`)
    const said = value === null ? null : (JSON.parse(storable(value)) as Record<string, unknown>)
    if (
      said === null ? !before || before.withdrawn : before && !before.withdrawn && same(before.value, { kind, ...said })
    )
      return []
    return [
      {
        kind,
        source: 'throughline',
        key,
        version: (before?.version ?? 0) + 1,
        cause,
        refersTo: null,
        contactNo: null,
        withdrawn: said === null,
        value: { ...(said ?? before?.value), kind, happenedAt: now.toISOString() },
        before,
      },
    ]
  })
  if (versions.length === 0) return undefined
  const batch = head.batch + 1
  await appendBatch(inside, { batch, origin: 'settings' }, versions, { movements: [], entries: [] })
  await moveHead(inside, { batch, contactNo: head.contactNo })
  return batch
}

/** The same but for when it was said. */
function same(before: Readonly<Record<string, unknown>>, said: Readonly<Record<string, unknown>>): boolean {
  return sameJson({ ...before, happenedAt: null }, { ...said, happenedAt: null })
}
