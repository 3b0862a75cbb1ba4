import type { Codes, FindPlace } from '../attribution/evidence.ts'

/**
 * Which of the codes that were seen answer otherwise than before: only conversions that carry one of them need to be looked at again.
 * Takes codes as `askedCodes` gives them or as sent.
 * @param at the moment as of which similar codes are judged, milliseconds since 1970
 */
export function affectedCodes(before: FindPlace, after: FindPlace, seen: Iterable<string>, at: number): Set<string> {
  const affected = new Set<string>()
  for (const code of seen) {
    const codes: Codes = { happenedAt: at, refcodes: { refcode: code }, clickIds: {}, form: null, region: null }
    if (JSON.stringify(before(codes)) !== JSON.stringify(after(codes))) affected.add(code)
  }
  return affected
}
