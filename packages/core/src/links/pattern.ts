/** What a pattern may name. `date` is the day the link is made for, as `20261121`. */
export const patternTokens = [
  'campaign',
  'creative',
  'channel',
  'source',
  'medium',
  'audience',
  'date',
  'number',
] as const
type PatternToken = (typeof patternTokens)[number]
export type TokenValues = Partial<Record<PatternToken, string>>

const token = /\{([^{}]*)\}/g

/** Tokens of a pattern in their order: `{campaign}_{date}`. */
export const tokensOf = (pattern: string): string[] => [...pattern.matchAll(token)].map(([, name = '']) => name)

/** The pattern with its tokens filled in, and which of them are missing. Shapes each value by itself, so that a value cannot fall apart in two. */
export function fillPattern(
  pattern: string,
  values: TokenValues,
  shape: (text: string) => string,
): { text: string; missing: string[] } {
  const missing: string[] = []
  const text = pattern.replaceAll(token, (_, name: string) => {
    const value = shape(values[name as PatternToken] ?? '')
    if (value === '') missing.push(name)
    return value
  })
  return { text, missing }
}

/** The pattern as one with stars: a value that was made otherwise has its shape or has not. */
export const patternGlob = (pattern: string): string => pattern.toLowerCase().replaceAll(token, '*')
