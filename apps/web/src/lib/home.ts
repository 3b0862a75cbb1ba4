import type { Answers } from './app-router.ts'

/** Where a person begins: with one client, at its overview; with several or an agency, at the portfolio. */
export function homeOf({ agencies, tenants }: Answers['session']['whoAmI']): string {
  const [only] = tenants
  return agencies.length === 0 && tenants.length === 1 && only ? `/t/${only.slug}/overview` : '/portfolio'
}

/** A path of ours to go on to after signing in; anything that could lead elsewhere is refused. */
export function safeNext(next: string | null): string | undefined {
  return next && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : undefined
}
