import type { Handle, HandleFetch, HandleServerError } from '@sveltejs/kit/hooks'
import { parseThemeChoice } from '@throughline/ui/theme'
import { noteVisit } from '#lib/server/note-visit.ts'
import { compressed } from '#lib/server/compress.ts'

const security = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
}

export const handle: Handle = async ({ event, resolve }) => {
  event.locals.requestId = event.request.headers.get('x-request-id') ?? crypto.randomUUID()
  event.locals.apiCookies = []
  const theme = parseThemeChoice(event.cookies.get('theme'))
  const response = await resolve(event, {
    transformPageChunk: ({ html }) =>
      html
        .replace('%throughline.theme%', theme)
        .replace('%throughline.locale%', safeLocale(event.locals.locale))
        .replace('style="%throughline.brand%"', event.locals.brand ? `style="--brand: ${event.locals.brand}"` : '')
        .replace('data-theme="light"', `data-theme="${theme === 'dark' ? 'dark' : 'light'}"`)
        // Scripts make a page answer, not appear: they wait for its text and its font.
        .replaceAll('rel="modulepreload"', 'rel="modulepreload" fetchpriority="low"'),
    preload: ({ type }) => type === 'js' || type === 'css',
  })
  noteVisit(event, response.status)
  for (const [name, value] of Object.entries(security)) response.headers.set(name, value)
  response.headers.set('x-request-id', event.locals.requestId)
  // Pages hold people's figures: no shared cache keeps one. Built assets are not served from here.
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-store')
  for (const cookie of event.locals.apiCookies) response.headers.append('set-cookie', cookie)
  return compressed(event.request, response)
}

/** A locale is letters, digits and hyphens; the page's own is English. */
const safeLocale = (locale = 'en') => (/^[\w-]+$/.test(locale) ? locale : 'en')

const apiPaths = ['/trpc/', '/v1/', '/live']

/** Asks the API in this process where there is one, over the wire otherwise, as the person who asked for the page. */
export const handleFetch: HandleFetch = async ({ event, request, fetch }) => {
  const url = new URL(request.url)
  if (url.origin !== event.url.origin || !apiPaths.some((path) => url.pathname.startsWith(path))) return fetch(request)

  const headers = new Headers(request.headers)
  for (const name of ['cookie', 'user-agent', 'accept-language', 'x-forwarded-for']) {
    const value = event.request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  // The page's own forms were checked by origin already; the API checks again and needs to see it.
  headers.set('origin', event.url.origin)
  headers.set('x-request-id', event.locals.requestId)
  const asked = new Request(request, { headers })
  const direct = event.platform?.req.throughlineApi
  const response = direct ? await direct(asked) : await globalThis.fetch(asked)
  event.locals.apiCookies.push(...response.headers.getSetCookie())
  return response
}

const framesOf = (stack = '') => stack.split('\n').filter((line) => /^\s+at /.test(line))

/** Nobody outside reads a stack trace: a reference instead, which the log has too. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind !== 'unknown') return
  const reference = event.locals.requestId.slice(0, 8)
  console.error(
    JSON.stringify({
      level: 'error',
      at: 'web',
      requestId: event.locals.requestId,
      route: event.route.id,
      // Where it happened, never its message, which may quote what somebody typed.
      error: error instanceof Error ? [error.name, ...framesOf(error.stack)] : 'unknown',
    }),
  )
  return { message: 'Something went wrong here', reference }
}
