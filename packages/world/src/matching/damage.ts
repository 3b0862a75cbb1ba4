import type { Rng } from '@throughline/stats'

/** What happens to codes between the link that was made and the gift that arrives. */
export const damages = [
  'none',
  'typo',
  'two_typos',
  'cut',
  'case',
  'lost_prefix',
  'lost_suffix',
  'separators',
  'added',
  'swapped',
  'wrong_date',
  'wrong_number',
] as const
export type Damage = (typeof damages)[number]

/** How often each is met among links that somebody wrote by hand. */
const often: Readonly<Record<Exclude<Damage, 'none'>, number>> = {
  typo: 0.27,
  two_typos: 0.07,
  cut: 0.14,
  case: 0.08,
  lost_prefix: 0.08,
  lost_suffix: 0.09,
  separators: 0.11,
  added: 0.09,
  swapped: 0.04,
  wrong_date: 0.015,
  wrong_number: 0.015,
}
const longest = 50

export function drawDamage(rng: Rng): Exclude<Damage, 'none'> {
  let left = rng.float()
  for (const [damage, share] of Object.entries(often) as [keyof typeof often, number][]) {
    left -= share
    if (left < 0) return damage
  }
  return 'typo'
}

/** The code as it arrives. A damage that cannot befall a code leaves it as it is. */
export function damageCode(code: string, damage: Damage, rng: Rng): string {
  switch (damage) {
    case 'none':
      return code
    case 'typo':
      return mistype(code, rng)
    case 'two_typos':
      return mistype(mistype(code, rng), rng)
    case 'cut':
      return code.length > longest ? code.slice(0, longest) : code.slice(0, Math.max(4, code.length - 1 - rng.below(5)))
    case 'case':
      return rng.chance(0.5) ? code.toUpperCase() : code.toLowerCase()
    case 'lost_prefix':
      return code.replace(/^[^_-]+[_-]/, '')
    case 'lost_suffix':
      return code.replace(/[_-][^_-]+$/, '')
    case 'separators': {
      const by = rng.pick(['-', '_', '.', '', ' '])
      return code.replace(/[_-]/g, by)
    }
    case 'added':
      return code + rng.pick(['_copy', '-1', '_v2', '_final', '&utm', '_b', '2', '_fb', '/'])
    case 'swapped': {
      const parts = code.split(/([_-])/)
      if (parts.length < 3) return code
      const at = 2 * rng.below((parts.length - 1) / 2)
      ;[parts[at], parts[at + 2]] = [parts[at + 2] ?? '', parts[at] ?? '']
      return parts.join('')
    }
    case 'wrong_date':
      return code.replace(/\d{4,8}/, (digits) =>
        String(Number(digits) + rng.pick([-1, 1, 100])).padStart(digits.length, '0'),
      )
    case 'wrong_number':
      return code.replace(/\d$/, (digit) => String((Number(digit) + 1 + rng.below(8)) % 10))
  }
}

const keys = 'abcdefghijklmnopqrstuvwxyz'

function mistype(code: string, rng: Rng): string {
  const at = rng.below(code.length)
  const kind = rng.float()
  if (kind < 0.35) return code.slice(0, at) + code.slice(at + 1)
  if (kind < 0.6) return code.slice(0, at) + (keys[rng.below(26)] ?? 'e') + code.slice(at + 1)
  if (kind < 0.8) return code.slice(0, at) + (code[at] ?? '') + code.slice(at)
  const next = Math.min(code.length - 1, at + 1)
  return code.slice(0, at) + (code[next] ?? '') + (next > at ? (code[at] ?? '') : '') + code.slice(next + 1)
}
