import type { AuditRow } from './audit.ts'
import type { Link } from './verify-chain.ts'

/**
 * A link as a reader sees it: people by the name the reader knows them under, others by what they are, never by id; connections
 * and jobs by their kind.
 */
export function present(link: Link, names: ReadonlyMap<string, string>): AuditRow {
  const named = (text: string): string => {
    const [kind = '', id = ''] = text.split(/:(.*)/s)
    if (kind === 'user') return names.get(id) ?? 'Someone of the agency, or no longer here'
    if (kind === 'job') return `Throughline (${id})`
    if (kind === 'hook') return 'A webhook'
    if (kind === 'invitation') return 'Somebody invited'
    if (kind === 'key') return `A program, by the key ${id.slice(0, 8)}`
    return text
  }
  const { seq, action, detail } = link
  return {
    seq,
    at: new Date(link.at).toISOString(),
    actor: named(link.actor),
    action,
    subject: link.subject?.startsWith('user:') ? named(link.subject) : link.subject,
    detail,
  }
}
