import type { Judgement } from '@throughline/connector-kit'
import { z } from 'zod'

/** The live service wraps errors, its specification does not. */
const Flat = z.looseObject({
  code: z.union([z.string(), z.number()]).optional(),
  key: z.string().optional(),
  message: z.string().optional(),
})
const Wrapped = z.looseObject({ error: Flat })

const dayMs = 24 * 3_600_000

/** What the provider's own codes mean; everything else by its status. */
export function classify({ status }: Response, text: string): Judgement | undefined {
  const { code, message } = errorOf(text)
  if (code === '0206400')
    return {
      verdict: 'ask',
      say: 'OpenPhone: the carriers have not approved this workspace for texting yet (A2P registration). Finish it there under Settings.',
    }
  if (code === '0204403')
    return { verdict: 'retry', throttled: true, waitMs: dayMs, say: 'OpenPhone: today’s limit of texts is reached.' }
  if (code === '0202403')
    return {
      verdict: 'ask',
      say: 'OpenPhone: this number may not send this. Check who may use it and whether international texting is on.',
    }
  if (status === 402)
    return { verdict: 'ask', say: 'OpenPhone: the subscription has ended or there is no credit left. Renew it there.' }
  if (/opted out|unsubscribed/i.test(message) && status >= 400 && status < 500)
    return { verdict: 'ask', say: 'OpenPhone: this person has opted out of texts from this workspace.' }
  if (status === 401 || status === 403)
    return {
      verdict: 'ask',
      say: 'OpenPhone does not accept this key any more. Make a new one under Settings, API, and enter it here.',
    }
  return undefined
}

function errorOf(text: string): { code: string; message: string } {
  try {
    const value: unknown = JSON.parse(text)
    const wrapped = Wrapped.safeParse(value)
    const { code, key, message } = wrapped.success ? wrapped.data.error : Flat.parse(value)
    return { code: String(code ?? key ?? ''), message: message ?? '' }
  } catch {
    return { code: '', message: '' }
  }
}
