import type { Answers } from '#lib/app-router.ts'
import { words } from '#lib/words.ts'

export type KeyCard = Answers['keys']['list']['keys'][number]

export const working = ({ state }: KeyCard): boolean => state === 'works' || state === 'ending'

/** What a key may do, in words. */
export const scopesText = (scopes: readonly string[]): string =>
  scopes.map((scope) => words.apiKeys.scopeNames[scope] ?? scope).join(', ')
