/** How lists are paged; changed at any time. */
export interface PageStyle {
  size: number
  /**
   * What `next_page` is: an address, a cursor, a path; an address of another host; on the last page that page itself; after the
   * third page the second again.
   */
  next: 'url' | 'cursor' | 'path' | 'foreign' | 'self' | 'circle'
  /** A cursor is good for so long. */
  cursorLivesMs: number
}

export const usualPages: PageStyle = { size: 100, next: 'url', cursorLivesMs: Infinity }

/** One page of a list; undefined where its cursor is no longer good. */
export function pageOf(
  url: URL,
  list: { length: number; at: (index: number) => unknown; now: number; style: PageStyle },
): { page: unknown[]; next_page: string | null } | undefined {
  const { length, at, now, style } = list
  const given = url.searchParams.get('cursor')
  const cursor = /^c_(\d+)(?:_(\d+))?$/.exec(given ?? 'c_0')
  if (!cursor || (cursor[2] !== undefined && now - Number(cursor[2]) > style.cursorLivesMs)) return undefined
  const offset = Number(cursor[1])
  const page: unknown[] = []
  for (let index = offset; index < Math.min(length, offset + style.size); index += 1) page.push(at(index))
  const next = offset + style.size
  if (style.next === 'circle' && next >= 3 * style.size)
    return { page, next_page: addressed(url, `c_${style.size}`, 'url') }
  if (next >= length) {
    return { page, next_page: style.next === 'self' && given !== null ? addressed(url, given, 'url') : null }
  }
  const following = style.next === 'circle' || style.next === 'self' ? `c_${next}` : `c_${next}_${now}`
  return { page, next_page: addressed(url, following, style.next) }
}

function addressed(url: URL, cursor: string, next: PageStyle['next']): string {
  if (next === 'cursor') return cursor
  if (next === 'path') return `${url.pathname}?cursor=${cursor}`
  const at = new URL(url)
  at.searchParams.set('cursor', cursor)
  if (next === 'foreign') at.host = 'elsewhere.example'
  return at.href
}
