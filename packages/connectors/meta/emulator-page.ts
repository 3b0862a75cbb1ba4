import { GraphRefusal, type Asked } from './emulator-answer.ts'

const usualLimit = 25
const longestLimit = 5_000

const limitOf = ({ params }: Asked): number => {
  const limit = Number(params.limit ?? usualLimit)
  if (!Number.isInteger(limit) || limit < 0)
    throw new GraphRefusal({ code: 100, message: '(#100) Param limit is invalid' })
  return Math.min(limit, longestLimit)
}

/** A place in a list: opaque outside, the last item and the size of the page inside. */
function readAfter(after: string): { last: string; limit: number } {
  const [, last, limit] = /^(.+)~(\d+)$/.exec(Buffer.from(after, 'base64url').toString()) ?? []
  if (last === undefined) throw new GraphRefusal({ code: 100, message: '(#100) Invalid cursors values' })
  return { last, limit: Number(limit) }
}
const writeAfter = (last: string, limit: number): string => Buffer.from(`${last}~${limit}`).toString('base64url')

/**
 * One page of a list. Its cursors are always there, `next` only where more follows, and it holds the token. A place that was given
 * for pages of another size skips a row.
 */
export function pageOf<T>(
  asked: Asked,
  items: readonly T[],
  options: { name: (item: T, index: number) => string; print: (item: T) => unknown; total?: number },
): unknown {
  const limit = limitOf(asked)
  let start = 0
  if (asked.params.after !== undefined) {
    const { last, limit: before } = readAfter(asked.params.after)
    const index = /^\d{1,9}$/.test(last)
      ? Number(last)
      : items.findIndex((item, position) => options.name(item, position) === last)
    if (index < 0) throw new GraphRefusal({ code: 100, message: '(#100) Invalid cursors values' })
    start = index + 1 + (before === limit ? 0 : 1)
  }
  const page = items.slice(start, start + limit)
  const last = page.at(-1)
  const after = last === undefined ? undefined : writeAfter(options.name(last, start + page.length - 1), limit)
  const more = start + page.length < items.length && after !== undefined
  const next = new URL(asked.url)
  next.searchParams.set('access_token', asked.token)
  next.searchParams.set('after', after ?? '')
  const wantsTotal = asked.params.summary !== undefined && options.total !== undefined
  return {
    data: page.map(options.print),
    ...(after === undefined
      ? {}
      : {
          paging: { cursors: { before: writeAfter(`${start}`, limit), after }, ...(more ? { next: next.href } : {}) },
        }),
    ...(wantsTotal ? { summary: { total_count: options.total } } : {}),
  }
}
