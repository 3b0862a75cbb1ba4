import { hash, verify } from '@node-rs/argon2'
import { Invalid } from '@throughline/canonical'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. Takes about 40 ms. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const shortest = 12
const longest = 1024

/** One text for one password, however a keyboard composed its letters. */
const composed = (password: string) => password.normalize('NFKC')

/**
 * argon2id in its own encoded form.
 * @throws Invalid under 12 or over 1,024 characters
 */
export async function hashPassword(password: string): Promise<string> {
  const text = composed(password)
  if (text.length < shortest) throw new Invalid(`At least ${shortest} characters.`, 'password')
  if (text.length > longest) throw new Invalid(`At most ${longest} characters.`, 'password')
  return hash(text, cost)
}

/** Is this the password? A hash that cannot be read is nobody's. */
export async function isPassword(encoded: string, password: string): Promise<boolean> {
  if (password.length > longest) return false
  try {
    return await verify(encoded, composed(password))
  } catch {
    return false
  }
}

let nobodys: Promise<string> | undefined
/** A hash of a password nobody has: what an unknown address is checked against, so that it takes as long as a known one. */
export function nobodysHash(random: () => string): Promise<string> {
  nobodys ??= hash(random(), cost)
  return nobodys
}
