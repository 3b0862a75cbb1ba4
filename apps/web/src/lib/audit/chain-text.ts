import { formatCount } from '@throughline/ui/format'
import type { Answers } from '#lib/app-router.ts'
import type { Outcome } from '#lib/outcome.ts'
import { words } from '#lib/words.ts'

/** Whether the log is whole, in words; nothing while that is being looked at, and for whom the log is closed. */
export function chainText(
  outcome: Outcome<Answers['audit']['verify']> | undefined,
  locale: string,
): string | undefined {
  if (!outcome || (!outcome.ok && outcome.denied)) return undefined
  if (!outcome.ok) return words.audit.unchecked
  const { ok, rows, brokenAt } = outcome.value
  return ok ? words.audit.whole(formatCount(rows, locale)) : words.audit.broken(brokenAt ?? 0)
}
