import type { Inside } from '@throughline/db'

/** How much it matters: somebody is woken, somebody looks today, somebody may know. */
export const severities = ['critical', 'warning', 'info'] as const
export type Severity = (typeof severities)[number]

/** Words and numbers for a rule's sentence; never a person's data, never a secret. */
export type Say = Readonly<Record<string, string | number>>

/** One thing that is wrong now. */
export interface AlertFinding {
  /** What it is about, within the rule, the same at every look: ids and words of ours (`connection:<id>`), 200 characters at most. */
  subject: string
  /** Where it is not the rule's own. */
  severity?: Severity
  say: Say
  /** Where it is looked into, below the client's own pages: `/connections/<id>`. */
  link: string
}

/**
 * Looks for one kind of trouble of one tenant. A rule lives in the room that it is about and is composed into the watch
 * (`apps/cli/src/compose/alert-rules.ts`); each has a runbook and a fault that a test injects (`AlertFault`).
 */
export interface AlertRule {
  /** `connection-fails`: kept for ever, also the name of its runbook. */
  id: string
  title: string
  severity: Severity
  /** Below the project's folder: `docs/runbooks/<id>.md`. */
  runbook: `docs/runbooks/${string}.md`
  /** What is wrong, as agency staff reads it. */
  sentence: (say: Say) => string
  /** The same for the client's own people, without the names of vendors. Where it is missing they never see alerts of this rule. */
  forClient?: { title: string; sentence: (say: Say) => string } | undefined
  /** Minutes for which looks must not find it before it is resolved; 0: at the first look. */
  calmMinutes: number
  /** Found again within so many minutes of being resolved, it is the same alert, opened again. */
  reopenMinutes: number
  /** Looks no more often than that, for what is dear to look for; else at every look. */
  everyMinutes?: number
  /** Everything that is wrong now. Reads alone; what it throws leaves the rule's alerts as they are. */
  check: (inside: Inside, now: Date) => Promise<AlertFinding[]>
}

/** @throws Error for a rule that could not be kept or told of; at start, not at a look */
export function requireSound(rules: readonly AlertRule[]): void {
  const seen = new Set<string>()
  for (const { id, runbook, calmMinutes, reopenMinutes } of rules) {
    if (!/^[a-z][a-z0-9-]{2,60}$/.test(id)) throw new Error(`no name for a rule: ${id}`)
    if (seen.has(id)) throw new Error(`two rules are called ${id}`)
    if (runbook !== `docs/runbooks/${id}.md`) throw new Error(`the runbook of ${id} is not docs/runbooks/${id}.md`)
    if (calmMinutes < 0 || reopenMinutes < calmMinutes)
      throw new Error(`${id} may be opened again only once it is calm`)
    seen.add(id)
  }
}
