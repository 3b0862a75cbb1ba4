import { words } from '#lib/words.ts'

/** What was done, in words: the catalogue's where it has them, the entry's own else. */
export function deedText(action: string): string {
  return words.audit.deeds[action] ?? sentence(action)
}

const sentence = (action: string) => {
  const text = action.replaceAll(/[._]/g, ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const id = /^(?:([a-z_]+):)?([0-9a-f]{8})-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** What it was done to: a name as it is, an id by its beginning, by which entries about one thing are known. */
export function aboutText(subject: string | null): string {
  if (subject === null) return '–'
  const [, kind, start] = id.exec(subject) ?? []
  return start === undefined ? subject : kind === undefined ? start : `${kind} ${start}`
}
