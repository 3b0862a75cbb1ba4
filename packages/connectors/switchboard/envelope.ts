import { ProviderChanged, type HttpAnswer, type Judge } from '@throughline/connector-kit'
import { z } from 'zod'
import { Text } from './fields.ts'

const sayKey =
  'Switchboard does not accept this account id and secret key. Make a new key under Organization Settings > API in Switchboard and enter both here.'
const sayAccess =
  'Switchboard accepts this key but does not let it read. Please ask Switchboard (developers@oneswitchboard.com) to switch on API access for this organisation.'

/** Cheaper than parsing every page twice. Inside a text the quotes are escaped, so only the envelope's own list is found. */
const hasFaults = /"errors"\s*:\s*\[\s*\{/
const Faults = z.looseObject({ errors: z.array(z.looseObject({ code: Text, title: Text })) })

/** What the codes of `errors[]` say in general; what is left is for whoever asked. */
const meanings: [RegExp, Judge][] = [
  [/unauth|invalid_(?:key|credential|token)|authenticat/, { verdict: 'ask', say: sayKey }],
  [/forbidden|permission|access_denied|not_allowed|not_enabled/, { verdict: 'ask', say: sayAccess }],
  [/rate_?limit|throttl|too_many/, { verdict: 'retry', throttled: true }],
]

/** Switchboard may answer 200 with `errors[]`: an answer is judged by its body too. */
export function classify(response: Response, text: string): Judge | undefined {
  if (response.status === 401) return { verdict: 'ask', say: sayKey }
  if (response.status === 403) return { verdict: 'ask', say: sayAccess }
  const codes = codesOf(text)
  for (const code of codes) for (const [pattern, meaning] of meanings) if (pattern.test(code)) return meaning
  return undefined
}

/** The codes of `errors[]` in small letters; none where there is none. A fault without a code is `unknown`. */
function codesOf(text: string): string[] {
  if (!hasFaults.test(text)) return []
  try {
    const parsed = Faults.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data.errors.map(({ code, title }) => (code ?? title ?? 'unknown').toLowerCase()) : []
  } catch {
    return []
  }
}

const Envelope = z.looseObject({ data: z.unknown() })
const List = z.looseObject({ page: z.array(z.unknown()), next_page: z.union([z.string(), z.number()]).nullish() })

export type ListAnswer = { rows: unknown[]; next: string | undefined } | { fault: string }

/** A page of a list. @throws ProviderChanged where it is none */
export function readListAnswer(answer: HttpAnswer): ListAnswer {
  const [fault] = codesOf(answer.text)
  if (fault !== undefined) return { fault }
  const { data } = answer.json(Envelope)
  const list = List.safeParse(Array.isArray(data) ? { page: data } : data)
  if (!list.success) throw new ProviderChanged('a list is answered without data.page')
  const next = list.data.next_page
  return { rows: list.data.page, next: next === undefined || next === null || next === '' ? undefined : String(next) }
}

export type ObjectAnswer = { object: Record<string, unknown> } | { fault: string }

/**
 * One object: under `data`, under `data.<name>`, or bare.
 * @throws ProviderChanged where it is none
 */
export function readObjectAnswer(answer: HttpAnswer, name: string): ObjectAnswer {
  const [fault] = codesOf(answer.text)
  if (fault !== undefined) return { fault }
  const body = answer.json(z.looseObject({}))
  const data = isObject(body.data) ? body.data : body
  const object = isObject(data[name]) ? data[name] : data
  if (Object.keys(object).every((key) => key === 'data' || key === 'errors'))
    throw new ProviderChanged(`a ${name} is answered without data`)
  return { object }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
