import { error, fail, redirect, type RequestEvent, type ServerLoadEvent } from '@sveltejs/kit'
import type { Outcome } from '#lib/outcome.ts'
import { readRefusal, type Refusal } from '#lib/refusal.ts'
import { words } from '#lib/words.ts'

/** Where someone signed out is sent, to come back here afterwards. */
function toSignIn(url: URL): never {
  const here = url.pathname + url.search
  redirect(303, here === '/' || here === '/portfolio' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`)
}

/** For what a page cannot do without: the answer, or the page that says why not. */
export async function must<T>(event: Pick<ServerLoadEvent, 'url'>, answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (thrown) {
    const refusal = readRefusal(thrown)
    if (refusal.code === 'UNAUTHORIZED') toSignIn(event.url)
    if (refusal.code === 'NOT_FOUND') error(404, words.errors.notFound)
    if (refusal.code === 'FORBIDDEN') error(403, words.errors.denied)
    if (refusal.code === 'TOO_MANY_REQUESTS') error(429, words.errors.busy)
    error(503, words.errors.unreachable, refusal.reference ? { reference: refusal.reference } : {})
  }
}

/** For one part among several: it may fail without the others. */
async function outcomeOf<T>(answer: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await answer }
  } catch (thrown) {
    const refusal = readRefusal(thrown)
    const denied = refusal.code === 'FORBIDDEN' || refusal.code === 'UNAUTHORIZED' || refusal.code === 'NOT_FOUND'
    const say = refusal.code === 'BAD_REQUEST' ? refusal.message : undefined
    return { ok: false, denied, reference: refusal.reference, say }
  }
}

/**
 * A part of a page. A first visit waits for it and shows the figures at once; going from page to page shows the part's
 * grey shape and fills it in.
 */
export async function part<T>(
  event: Pick<ServerLoadEvent, 'isDataRequest'>,
  answer: Promise<T>,
): Promise<{ arrives: Outcome<T> | Promise<Outcome<T>> }> {
  const outcome = outcomeOf(answer)
  return { arrives: event.isDataRequest ? outcome : await outcome }
}

const statuses: Record<string, number> = {
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_MANY_REQUESTS: 429,
}

/** What a form says when the API refused: in words, beside the field where it can be. */
export function refused<Values extends Record<string, unknown>>(
  event: Pick<RequestEvent, 'url'>,
  thrown: unknown,
  values: Values,
  say: (refusal: Refusal) => string | undefined = () => undefined,
) {
  const refusal = readRefusal(thrown)
  const fields = refusal.fields
  const general = Object.keys(fields).length > 0 ? words.errors.checkFields : generalWords(refusal)
  return fail(statuses[refusal.code] ?? (refusal.code === 'BAD_REQUEST' ? 400 : 503), {
    values,
    fields,
    message: say(refusal) ?? general,
    // What a person mistyped needs no reference; what failed on our side does.
    reference: statuses[refusal.code] || refusal.code === 'BAD_REQUEST' ? undefined : refusal.reference,
  })
}

function generalWords({ code, message }: Refusal): string {
  if (code === 'FORBIDDEN') return words.errors.denied
  if (code === 'NOT_FOUND') return words.errors.notFound
  if (code === 'TOO_MANY_REQUESTS') return words.errors.busy
  if ((code === 'BAD_REQUEST' || code === 'CONFLICT') && message) return message
  return words.errors.unreachable
}
