import { createHash } from 'node:crypto'

/** How many a person is given at once. */
const recoveryCodeCount = 10
/** 80 bits: nobody guesses one, so its plain SHA-256 may lie in the database. */
const codeBytes = 10
/** Crockford's Base32: no I, L, O or U, so that what is read off paper is typed right. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Fresh codes as a person reads them, `7K3M-PQ2A-…`, sixteen characters each.
 * @param random bytes that nobody can foresee
 */
export function newRecoveryCodes(random: (bytes: number) => Uint8Array): string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    const bits = [...random(codeBytes)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
    const letters = (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)] ?? '').join('')
    return (letters.match(/.{4}/g) ?? []).join('-')
  })
}

/** What is kept of a code, however it was typed; nothing for what is none. */
export function recoveryCodeHash(typed: string): string | undefined {
  const letters = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return letters.length === 16 && [...letters].every((letter) => alphabet.includes(letter))
    ? createHash('sha256').update(letters).digest('hex')
    : undefined
}
