/** The project's own runbooks, by their rule. */
const files = import.meta.glob<string>('../../../../../docs/runbooks/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export type RunbookBlock =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'steps'; items: string[] }
  | { kind: 'list'; items: string[] }

/** A runbook in blocks; undefined where there is none. Runbooks are headings, paragraphs and flat lists, and nothing else. */
export function runbookOf(rule: string): { title: string; blocks: RunbookBlock[] } | undefined {
  const text = Object.entries(files).find(([path]) => path.endsWith(`/${rule}.md`))?.[1]
  if (text === undefined) return undefined
  const [head = '', ...rest] = text.trim().split(/\n{2,}/)
  return { title: head.replace(/^#\s+/, ''), blocks: rest.map(blockOf) }
}

function blockOf(text: string): RunbookBlock {
  const items = (marker: RegExp) =>
    text
      .split(marker)
      .map((item) => plain(item))
      .filter((item) => item !== '')
  if (/^#+\s/.test(text)) return { kind: 'heading', text: plain(text.replace(/^#+\s+/, '')) }
  if (/^\d+\.\s/.test(text)) return { kind: 'steps', items: items(/^\d+\.\s+/m) }
  if (/^[-*]\s/.test(text)) return { kind: 'list', items: items(/^[-*]\s+/m) }
  return { kind: 'text', text: plain(text) }
}

const plain = (text: string) => text.replaceAll('`', '').replace(/\s+/g, ' ').trim()
