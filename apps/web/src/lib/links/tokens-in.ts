import type { Naming } from './link-types.ts'

const filledByItself = 'date'

/** What the patterns of a client's naming are filled with, each once; the day is known without asking. */
export function tokensIn({ parameters }: Pick<Naming, 'parameters'>): string[] {
  const named = Object.values(parameters).flatMap(({ pattern }) =>
    [...pattern.matchAll(/\{(\w+)\}/g)].map(([, token = '']) => token),
  )
  return [...new Set(named)].filter((token) => token !== filledByItself)
}
