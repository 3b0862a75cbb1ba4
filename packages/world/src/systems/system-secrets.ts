import { createHmac } from 'node:crypto'

/** Words made from the installation's own secret: the same at every start, anywhere else unknown. */
export function wordsFrom(secret: string, slug: string, connector: string): (what: string) => Buffer {
  return (what) => createHmac('sha256', secret).update(`${slug} ${connector} ${what}`).digest()
}

export const wordOf = (bytes: Buffer): string => bytes.toString('base64url').replace(/[-_]/g, 'x').slice(0, 32)
