import { parse, serialize } from 'hono/utils/cookie'

export const sessionCookieName = 'throughline_session'

/** The session's token as the browser sent it. */
export function sessionToken(headers: Headers): string | undefined {
  const header = headers.get('cookie')
  return header === null ? undefined : parse(header, sessionCookieName)[sessionCookieName]
}

/** Sent back by the browser to us alone, never to a script, never from another site's request but by following a link. */
export function setSessionCookie(headers: Headers, token: string, expiresAt: Date, publicUrl: URL): void {
  headers.append('set-cookie', serialize(sessionCookieName, token, { ...attributes(publicUrl), expires: expiresAt }))
}

export function clearSessionCookie(headers: Headers, publicUrl: URL): void {
  headers.append('set-cookie', serialize(sessionCookieName, '', { ...attributes(publicUrl), maxAge: 0 }))
}

const attributes = (publicUrl: URL) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: publicUrl.protocol === 'https:' }) as const
