import type { AlertRule, Say } from './alert-rule.ts'

/** An alert's title and sentence for staff. Of a rule that this version does not have, its name is all there is to say. */
export function wordsOf(rules: readonly AlertRule[], id: string, say: Say): { title: string; sentence: string } {
  const rule = rules.find((each) => each.id === id)
  return rule
    ? { title: rule.title, sentence: rule.sentence(say) }
    : { title: id, sentence: 'Nothing looks for this any more.' }
}

/** The same for the client's own people; undefined where it is none of theirs. */
export function clientWordsOf(
  rules: readonly AlertRule[],
  id: string,
  say: Say,
): { title: string; sentence: string } | undefined {
  const words = rules.find((each) => each.id === id)?.forClient
  return words && { title: words.title, sentence: words.sentence(say) }
}
