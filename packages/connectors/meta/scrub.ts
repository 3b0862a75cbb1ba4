const pictures = new Set(['thumbnail_url', 'image_url', 'picture'])

/**
 * Drops addresses of pictures in Meta's own store, wherever they stand in a row: they are signed and change with every reading, so
 * that every creative would be news each time, and the signature is a key. One without a query is an address like any other.
 */
export function scrubPictures(row: unknown): unknown {
  if (Array.isArray(row)) return row.map(scrubPictures)
  if (typeof row !== 'object' || row === null) return row
  const kept = Object.entries(row).filter(
    ([name, value]) => !(pictures.has(name) && typeof value === 'string' && value.includes('?')),
  )
  return Object.fromEntries(kept.map(([name, value]) => [name, scrubPictures(value)]))
}
