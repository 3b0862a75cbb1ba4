/** Values of `refcode2` have been seen cut to about 50 characters; one as long as that is taken for cut. */
const cutAbout = { from: 48, to: 52 }
/** A code of a link of ours: short enough that it cannot be taken for one that was cut. */
export const longestCode = cutAbout.from - 1

/** Where a tenant's landing pages put a click id: the text around it in `refcode2`. */
export interface ClickIdPattern {
  before: string
  after: string
}

const patternSyntax = /^\^?([\w-]*)\(\.\+\)([\w-]*)\$?$/

/**
 * Reads a pattern such as `^fb_(.+)$`. Only literal text around one `(.+)` is understood, so that no tenant's pattern can
 * keep the worker busy for ever.
 */
export function readClickIdPattern(text: string): ClickIdPattern | undefined {
  const match = patternSyntax.exec(text)
  return match ? { before: match[1] ?? '', after: match[2] ?? '' } : undefined
}

/** Click ids in `refcode2`, by name, as conversions carry them; undefined where there are none. */
export function findClickIds(
  refcode2: string | undefined,
  patterns: Readonly<Record<string, string>>,
): Record<string, { value: string; truncated: boolean }> | undefined {
  if (refcode2 === undefined) return undefined
  const truncated = refcode2.length >= cutAbout.from && refcode2.length <= cutAbout.to
  const found = Object.entries(patterns).flatMap(([name, text]) => {
    const pattern = readClickIdPattern(text)
    if (!pattern || !refcode2.startsWith(pattern.before)) return []
    const rest = refcode2.slice(pattern.before.length)
    const whole = rest.endsWith(pattern.after)
    if (!whole && !truncated) return []
    const value = whole && pattern.after ? rest.slice(0, -pattern.after.length) : rest
    return value ? [[name, { value, truncated }] as const] : []
  })
  return found.length > 0 ? Object.fromEntries(found) : undefined
}

/** Tracking codes without the blank ones; undefined where none is left (direct or unknown, a real category). */
export function filledCodes(
  codes: Readonly<Record<string, string | null | undefined>>,
): Record<string, string> | undefined {
  const filled = Object.entries(codes).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim()))
  return filled.length > 0 ? Object.fromEntries(filled) : undefined
}
