import type { Codes, EvidenceKind } from '../attribution/evidence.ts'
import { utmCodes } from './claims.ts'
import { perPersonTokens } from './click-id-names.ts'
import { normalCode } from './normal-code.ts'

/** One code to be looked up. */
export interface AskedCode {
  /** In its normal form. */
  code: string
  /** As it came. */
  sent: string
  kind: Extract<EvidenceKind, 'refcode' | 'refcode2' | 'utm'>
}

/**
 * The codes of a conversion in the order in which they are believed: `refcode`, `refcode2`, further ones by name, then UTM parameters
 * (given as `utm_campaign` and the like), the narrower first. A code that only wraps a click id, and a token made for one person, say
 * nothing of a creative.
 */
export function askedCodes({ refcodes, clickIds }: Pick<Codes, 'refcodes' | 'clickIds'>): AskedCode[] {
  const ids = Object.values(clickIds).map(({ value }) => value)
  const asked = new Map<string, AskedCode>()
  const add = (code: string, sent: string, kind: AskedCode['kind']): void => {
    if (code !== '' && !asked.has(code)) asked.set(code, { code, sent, kind })
  }
  const names = Object.keys(refcodes).sort(byBelief)
  for (const name of names) {
    const sent = refcodes[name] ?? ''
    if (name.startsWith('utm_') || perPersonTokens.has(name) || ids.some((id) => id !== '' && sent.includes(id)))
      continue
    add(normalCode(sent), sent, name === 'refcode' ? 'refcode' : 'refcode2')
  }
  const utm = Object.fromEntries(
    names.flatMap((name) => (name.startsWith('utm_') ? [[name.slice(4), refcodes[name] ?? '']] : [])),
  )
  for (const code of utmCodes(utm)) add(code, code.slice('utm:'.length), 'utm')
  return [...asked.values()]
}

const rank = (name: string): number => (name === 'refcode' ? 0 : name === 'refcode2' ? 1 : 2)
const byBelief = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : 1)
