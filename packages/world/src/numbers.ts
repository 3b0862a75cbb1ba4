import type { Rng } from '@throughline/stats'
import { places } from './names.ts'

/** Phone numbers that no one has (555-0100 to 555-0199), each given to one person of a client. */
export interface Numbers {
  /** In that area while it has numbers left, then anywhere. Undefined once all are given. */
  next(rng: Rng, areaCode: string): string | undefined
  /** Goes on giving apart from here. */
  copy(): Numbers
}

const linesInArea = 100
const homes = new Set(places.map(({ areaCode }) => areaCode))
/** Codes that an area may have (no N9X, no N11), and no place of ours has. */
const elsewhere = Array.from({ length: 800 }, (_, n) => String(200 + n)).filter(
  (code) => !homes.has(code) && code[1] !== '9' && !code.endsWith('11'),
)

export function createNumbers(given: ReadonlyMap<string, number> = new Map(), area = 0): Numbers {
  const taken = new Map(given)
  let overflow = area
  const take = (areaCode: string): number | undefined => {
    const line = taken.get(areaCode) ?? 0
    if (line >= linesInArea) return undefined
    taken.set(areaCode, line + 1)
    return line
  }
  return {
    next(rng, areaCode) {
      const line = take(areaCode)
      if (line !== undefined) return typed(rng, areaCode, line)
      for (; overflow < elsewhere.length; overflow += 1) {
        const other = elsewhere[overflow] as string
        const there = take(other)
        if (there !== undefined) return typed(rng, other, there)
      }
      return undefined
    },
    copy: () => createNumbers(taken, overflow),
  }
}

/** The ways people type one number. */
function typed(rng: Rng, area: string, line: number): string {
  const last = String(100 + line)
  return rng.pick([`${area}5550${last}`, `(${area}) 555-0${last}`, `${area}-555-0${last}`, `+1 ${area} 555 0${last}`])
}

/** A number as systems that send to it keep it. */
export const dialled = (phone: string): string => `+1${phone.replace(/\D/g, '').slice(-10)}`
