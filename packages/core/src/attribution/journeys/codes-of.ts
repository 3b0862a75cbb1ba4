import type { Codes } from '../evidence.ts'

const texts = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).filter((each): each is [string, string] => typeof each[1] === 'string'))
    : {}

/** The codes that a conversion, or a touch, carries. Anything that is not a code is left out. */
export function codesOf(value: Readonly<Record<string, unknown>>, happenedAt: number): Codes {
  const clickIds = typeof value['clickIds'] === 'object' && value['clickIds'] !== null ? value['clickIds'] : {}
  return {
    happenedAt,
    refcodes: texts(value['refcodes']),
    clickIds: Object.fromEntries(
      Object.entries(clickIds).flatMap(([name, id]: [string, unknown]) => {
        const { value: text, truncated } = (typeof id === 'object' && id !== null ? id : {}) as Record<string, unknown>
        return typeof text === 'string' ? [[name, { value: text, truncated: truncated === true }]] : []
      }),
    ),
    form: typeof value['form'] === 'string' ? value['form'] : null,
    region: typeof value['region'] === 'string' ? value['region'] : null,
  }
}
