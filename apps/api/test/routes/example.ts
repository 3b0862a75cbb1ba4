import type { Answer, Browser } from '../house/browser.ts'
import type { Name } from '../house/open-house.ts'
import type { Furnished } from './furnish.ts'

/** The six who try every route after its owner did. */
export const others = ['otherTenant', 'otherAgency', 'revoked', 'viewer', 'shareToken', 'nobody'] as const
export type Other = (typeof others)[number]

/** What somebody else gets: a status, or their own things and nothing of the owner's. */
export type Expected = number | 'own'

/** One route's example call: who may, with what, and what the others are told. */
export interface Example {
  /** `query settings.read`, `mutation members.invite` or `GET /healthz`. */
  route: string
  /** Who it is for. */
  as?: Name | 'nobody'
  /** Made anew for the owner and for the others, so that a thing spent by the owner is not why the others fail. */
  input?: (f: Furnished) => unknown
  /** What the others say, where saying what the owner says would be no try (their own password, a token they cannot know). */
  othersInput?: (f: Furnished) => unknown
  /** The owner's own way of calling, where it is more than one call. */
  call?: (f: Furnished) => Promise<Answer>
  /** How somebody else tries, where it is no call of a procedure. */
  tryAs?: (browser: Browser, f: Furnished) => Promise<Answer>
  /** The owner's answer holds something. */
  filled?: (data: unknown) => boolean
  others: Record<Other, Expected>
  /** Tables in which somebody else changes rows of their own by right. */
  ownTables?: string[]
}

const shut = { otherTenant: 404, otherAgency: 404, revoked: 404, shareToken: 401, nobody: 401 } as const
/** Of one client, and a viewer of it may. */
export const forViewers = { ...shut, viewer: 200 }
/** Of one client, and a viewer of it may not. */
export const notForViewers = { ...shut, viewer: 403 }
/** Each sees their own. */
export const ownThings: Record<Other, Expected> = {
  otherTenant: 'own',
  otherAgency: 'own',
  revoked: 'own',
  viewer: 'own',
  shareToken: 401,
  nobody: 401,
}
export const alike = (status: number): Record<Other, Expected> => ({
  otherTenant: status,
  otherAgency: status,
  revoked: status,
  viewer: status,
  shareToken: status,
  nobody: status,
})

export const some = (data: unknown): boolean =>
  Array.isArray(data) ? data.length > 0 : typeof data === 'object' && data !== null && Object.keys(data).length > 0
/** A page with rows in it. */
export const rows = (data: unknown): boolean => some((data as { rows?: unknown } | undefined)?.rows)

/** Calls the example's procedure. */
export function askAs(by: Browser, { route }: Pick<Example, 'route'>, input: unknown): Promise<Answer> {
  const [how, procedure = ''] = route.split(' ')
  return how === 'query' ? by.query(procedure, input) : by.mutate(procedure, input)
}
