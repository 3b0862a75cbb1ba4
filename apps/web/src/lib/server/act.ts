import type { RequestEvent } from '@sveltejs/kit'
import { refused } from './ask.ts'

/** A button's deed: done and said in past tense, or refused in words, in its own place (`of`). */
export async function act<T>(
  event: Pick<RequestEvent, 'url'>,
  of: string,
  deed: Promise<T>,
  said: string | ((done: T) => string),
) {
  try {
    const done = await deed
    return { of, said: typeof said === 'string' ? said : said(done) }
  } catch (thrown) {
    return refused(event, thrown, { of })
  }
}
