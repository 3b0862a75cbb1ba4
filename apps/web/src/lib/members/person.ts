import { words } from '#lib/words.ts'

/** What lists of an agency's people and of a client's have in common. */
export interface Person {
  userId: string
  name: string
  email: string
  role: string
  lastSeenAt: string | null
}

export interface RoleChoice {
  value: string
  label: string
}

/** Roles as a form offers them. */
export const roleChoices = (roles: readonly string[] | undefined): RoleChoice[] =>
  (roles ?? []).map((value) => ({ value, label: words.roles[value] ?? value }))
