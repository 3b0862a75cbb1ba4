/**
 * An address taken apart by hand: macros (`{{ad.id}}`) make it no proper URL, and what is not ours to change must come out again
 * letter by letter.
 */
export interface LinkText {
  /** Up to the question mark. */
  base: string
  /** In their order, each as it was written; empty ones (`&&`) are none. */
  pairs: Pair[]
  /** With its `#`; empty where there is none. */
  fragment: string
}
export interface Pair {
  name: string
  value: string
  /** As written: `utm_campaign=Fall%20gala`. */
  text: string
}

export function takeApart(url: string): LinkText {
  const [, base = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? []
  const pairs = query
    .split('&')
    .filter((text) => text !== '')
    .map((text): Pair => {
      const equals = text.indexOf('=')
      const [name, value] = equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)]
      return { name: decoded(name), value: decoded(value), text }
    })
  return { base, pairs, fragment }
}

export function putTogether({ base, pairs, fragment }: LinkText): string {
  return base + (pairs.length > 0 ? '?' : '') + pairs.map(({ text }) => text).join('&') + fragment
}

/** Host of an address in lower case, of an app's (`android-app://com.google.android.gm/`) its name; undefined where there is none. */
export function hostOf(url: string): string | undefined {
  const [, host] = /^\s*(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(url) ?? []
  return host?.toLowerCase()
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}

/** A value as it stands in an address. Places that a platform fills (`{{ad.id}}`) stay as they are, or it would not know them. */
export const encoded = (value: string): string =>
  value
    .split(/(\{\{[^{}]*\}\})/)
    .map((part, i) => (i % 2 === 1 ? part : encodeURIComponent(part.toWellFormed())))
    .join('')
