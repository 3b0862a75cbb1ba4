import { words } from '#lib/words.ts'

/**
 * What a piece of work was about, as people call it: a connection by its name, with the stream where it was one. What bears no name
 * that anybody knows (a piece of long work, a schedule) is left unsaid.
 */
export function aboutText(ref: string | null, names: ReadonlyMap<string, string>): string {
  if (ref === null) return words.work.ofClient
  const [id = '', stream] = ref.split('/')
  const name = names.get(id)
  if (name === undefined) return '–'
  return stream === undefined ? name : `${name}, ${stream.replaceAll('_', ' ')}`
}

/** What kind of work it was, in words. */
export const kindText = (kind: string): string => words.work.kinds[kind] ?? kind.replaceAll(/[-_]/g, ' ')
