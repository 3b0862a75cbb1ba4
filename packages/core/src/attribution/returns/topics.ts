import { Invalid } from '@throughline/canonical'

/** What a creative is about where one of these words stands in its name, title, text or codes. First match wins. */
export interface TopicRule {
  topic: string
  words: readonly string[]
}

/** What holds until a client writes rules of its own. */
export const firstTopics: readonly TopicRule[] = [
  { topic: 'Matching gift', words: ['match', 'doubled', '2x', '3x', 'triple'] },
  { topic: 'Deadline', words: ['deadline', 'midnight', 'hours left', 'end of month', 'eom', 'final'] },
  { topic: 'Emergency', words: ['emergency', 'urgent', 'breaking', 'disaster', 'crisis'] },
  { topic: 'Monthly giving', words: ['monthly', 'sustain', 'every month'] },
  { topic: 'Petition', words: ['petition', 'sign your name', 'survey'] },
  { topic: 'Story', words: ['story', 'meet', 'video'] },
]

/** What is known of a creative that its topic is taken from. */
export interface TopicSource {
  /** The source's own word for it, where it has one. */
  topic?: string | undefined
  texts: readonly string[]
}

/** The topic that a source names, else that of the first rule with a word in it; null: none. */
export function topicOf({ topic, texts }: TopicSource, rules: readonly TopicRule[]): string | null {
  if (topic !== undefined && topic.trim() !== '') return topic.trim()
  const said = texts.join('\n').toLowerCase()
  return rules.find(({ words }) => words.some((word) => said.includes(word.toLowerCase())))?.topic ?? null
}

const [mostRules, mostWords, longest] = [50, 50, 80]

/** Rules as they may be kept. @throws Invalid for a rule without a name or a word, two of one name, or too much of it */
export function checkTopics(rules: readonly TopicRule[]): TopicRule[] {
  const kept = rules.map(({ topic, words }) => ({
    topic: topic.trim(),
    words: [...new Set(words.map((word) => word.trim()).filter((word) => word !== ''))],
  }))
  if (kept.length > mostRules) throw new Invalid(`At most ${mostRules} topics.`, 'rules')
  for (const [i, { topic, words }] of kept.entries()) {
    if (topic === '' || topic.length > longest) throw new Invalid('A topic has a name of up to 80 letters.', 'rules')
    if (words.length === 0 || words.length > mostWords || words.some((word) => word.length > longest))
      throw new Invalid(`Topic ${i + 1} needs at least one word, and at most 50.`, 'rules')
    if (kept.findIndex((each) => each.topic.toLowerCase() === topic.toLowerCase()) !== i)
      throw new Invalid(`Topic ${i + 1} is there twice.`, 'rules')
  }
  return kept
}
