import { Duplex } from 'node:stream'
import { constants, createBrotliCompress, createGzip } from 'node:zlib'

const text = /^(?:text\/|application\/json|text\/sveltekit-data)/
/** What fits one packet gains nothing. */
const worthwhile = 1400

/**
 * The response in the best encoding that the asker reads. A page is a sixth as long, which on a phone is a round trip. Each
 * chunk is sent on as soon as it is written, so a part that is ready does not wait for one that is not.
 *
 * Compressing what a stranger can make us repeat beside a secret leaks the secret's length: our pages hold no token, their
 * nonce is new each time, and the session's cookie does not come along from other sites.
 */
export function compressed(request: Request, response: Response): Response {
  const { body, headers } = response
  const length = headers.get('content-length')
  if (!body || headers.has('content-encoding') || !text.test(headers.get('content-type') ?? '')) return response
  if (length !== null && Number(length) < worthwhile) return response

  headers.append('vary', 'accept-encoding')
  const accepted = request.headers.get('accept-encoding') ?? ''
  const encoding = ['br', 'gzip'].find((each) =>
    new RegExp(`\\b${each}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(accepted),
  )
  if (!encoding) return response

  const encoder =
    encoding === 'br'
      ? createBrotliCompress({
          flush: constants.BROTLI_OPERATION_FLUSH,
          params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
        })
      : createGzip({ flush: constants.Z_SYNC_FLUSH })
  headers.delete('content-length')
  headers.set('content-encoding', encoding)
  // A strong tag would claim the same bytes in every encoding.
  const tag = headers.get('etag')
  if (tag?.startsWith('"')) headers.set('etag', `W/${tag}`)
  const { status, statusText } = response
  return new Response(body.pipeThrough(Duplex.toWeb(encoder) as ReadableWritablePair<Uint8Array, Uint8Array>), {
    status,
    statusText,
    headers,
  })
}
