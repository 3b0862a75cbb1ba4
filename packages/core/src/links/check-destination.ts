import { hostOf } from './link-text.ts'

/** Longer ones are cut by mail programs, networks of ads and browsers of old. */
const longestUrl = 2_000

export type DestinationFault = 'no_url' | 'not_https' | 'too_long' | 'with_login'

/** What is wrong with an address that people are to be led to; undefined where nothing is. Places left for a platform to fill are let be. */
export function destinationFault(url: string): DestinationFault | undefined {
  if (url.length > longestUrl) return 'too_long'
  if (/[\s\p{Cc}\\<>"]/u.test(url) || hostOf(url) === undefined) return 'no_url'
  const filled = url.replaceAll(/\{\{[^{}]*\}\}/g, 'x')
  if (!URL.canParse(filled)) return 'no_url'
  const { protocol, hostname, username, password } = new URL(filled)
  if (protocol !== 'https:') return protocol === 'http:' ? 'not_https' : 'no_url'
  if (username !== '' || password !== '') return 'with_login'
  return hostname.includes('.') ? undefined : 'no_url'
}

/** What it means, in words. */
export const destinationWords: Readonly<Record<DestinationFault, string>> = {
  no_url: 'This is no web address. It begins with https:// and has no spaces.',
  not_https: 'The address must begin with https://, so that nobody on the way can change the page.',
  too_long: `An address has at most ${longestUrl.toLocaleString('en-US')} characters here: longer ones are cut on their way.`,
  with_login: 'An address may not carry a user name or password.',
}
