import { createHmac } from 'node:crypto'

/**
 * Makes the keyed hash that stands in a row's key where a source knows a row by a person's number or address alone: the same for
 * one connection for ever, and told back into the number by nobody who has not the key.
 */
export function createPseudonym(key: string): (text: string) => string {
  return (text) => createHmac('sha256', `throughline pseudonym\n${key}`).update(text, 'utf8').digest('hex').slice(0, 32)
}
