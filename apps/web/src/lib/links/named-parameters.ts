import type { Parameter } from './link-types.ts'

/** What rules of naming speak of, in the order in which it stands in a link. */
export const namedParameters = [
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'refcode',
  'refcode2',
] as const satisfies readonly Parameter[]
