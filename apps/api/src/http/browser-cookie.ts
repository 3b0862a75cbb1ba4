import { parse, serialize } from 'hono/utils/cookie'

const browserCookieName = 'throughline_browser'

/** What a browser kept of having signed in before: limits on tries count it apart. It opens nothing. */
export function browserMark(headers: Headers): string | undefined {
  const header = headers.get('cookie')
  return header === null ? undefined : parse(header, browserCookieName)[browserCookieName]
}

/** Sent back to us alone, never to a script, and only from our own pages. */
export function setBrowserCookie(headers: Headers, text: string, expiresAt: Date, publicUrl: URL): void {
  const secure = publicUrl.protocol === 'https:'
  const attributes = { path: '/', httpOnly: true, sameSite: 'Strict', secure, expires: expiresAt } as const
  headers.append('set-cookie', serialize(browserCookieName, text, attributes))
}
