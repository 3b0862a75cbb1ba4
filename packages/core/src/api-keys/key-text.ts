import { createHash } from 'node:crypto'
import type { KeyKind } from '@throughline/canonical'

/** How a key begins: what secret scanners look for, and what tells a public key from a secret one at a glance. */
export const prefixes: Readonly<Record<KeyKind, string>> = { server: 'tl_', browser: 'tlb_' }

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 32 bytes take 43 digits of base 62. */
const secretLength = 43
const checkLength = 6

/**
 * A key's text: prefix, 32 random bytes in base 62, six digits that check both. Letters and digits alone, so that a double click
 * marks the whole of it.
 * @example keyText('server', randomBytes(32)) // 'tl_' and 49 more
 */
export function keyText(kind: KeyKind, random: Uint8Array): string {
  if (random.length !== 32) throw new Error('a key is made of 32 random bytes')
  const body = prefixes[kind] + base62(random, secretLength)
  return body + checkOf(body)
}

/** Which kind a text is a key of, before anybody is asked; nothing for what cannot be a key of ours (a typo, half of one). */
export function kindOfKey(text: string): KeyKind | undefined {
  const [, prefix] = /^(tlb?_)[0-9A-Za-z]{49}$/.exec(text) ?? []
  if (prefix === undefined || checkOf(text.slice(0, -checkLength)) !== text.slice(-checkLength)) return undefined
  return prefix === prefixes.browser ? 'browser' : 'server'
}

/** No secret: it finds typos, and lets a scanner tell a key from text that looks like one without asking us. */
function checkOf(body: string): string {
  return base62(createHash('sha256').update(`throughline key ${body}`).digest().subarray(0, 4), checkLength)
}

function base62(bytes: Uint8Array, length: number): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (; text.length < length; rest /= 62n) text = (digits[Number(rest % 62n)] ?? '') + text
  return text
}
