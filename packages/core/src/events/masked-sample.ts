import { cleanValue, Unclean } from './clean-value.ts'

const longestText = 300
const mostEntries = 60

/** A refused event as it may be looked at: emails and phone numbers masked, long texts cut. Null where that cannot be done. */
export function maskedSample(item: unknown): unknown {
  try {
    return cut(cleanValue(withoutNul(item), { personalData: 'hash', hash: () => '•••' }))
  } catch (error) {
    if (error instanceof Unclean || error instanceof RangeError) return null
    throw error
  }
}

/** What the database cannot keep, the eye need not see. */
function withoutNul(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '␀').toWellFormed()
  if (Array.isArray(value)) return value.map(withoutNul)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [String(withoutNul(key)), withoutNul(each)] as const),
  )
}

function cut(value: unknown): unknown {
  if (typeof value === 'string') return value.length > longestText ? `${value.slice(0, longestText)}…` : value
  if (Array.isArray(value)) return value.slice(0, mostEntries).map(cut)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, mostEntries)
      .map(([key, each]) => [key.slice(0, longestText), cut(each)]),
  )
}
