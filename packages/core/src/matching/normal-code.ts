/**
 * The form of a tracking code in which it is looked up: codes come back from forms and mail programs in another case, url-encoded
 * once or twice, with white space around them. What was sent is kept beside it. Empty where nothing is left.
 * @example normalCode(' FB_2026%2D11+video ') // 'fb_2026-11 video'
 */
export function normalCode(sent: string): string {
  let text = sent.normalize('NFKC')
  for (let times = 0; times < 3 && /%[0-9a-f]{2}/i.test(text); times++) {
    const plain = decoded(text)
    if (plain === text) break
    text = plain
  }
  return text.replaceAll('+', ' ').trim().replace(/\s+/g, ' ').toLowerCase()
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).normalize('NFKC')
  } catch {
    return text
  }
}

/** A place that a platform fills in when it is clicked: no code that anything could come back with. */
export const isUnfilled = (code: string): boolean => /\{\{|\}\}|%7b%7b/i.test(code)
