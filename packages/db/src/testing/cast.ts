import type { Sql } from 'postgres'

/** Ids of the cast sort before any made at run time. */
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** Two agencies, three tenants, and the people in and around them. All sign in with `password`. */
export const cast = {
  password: 'correct horse battery staple',
  /** argon2id of the password above (m=19456, t=2, p=1). */
  passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$placeholder',
  north: id(1),
  south: id(2),
  /** Of agency north. */
  harbor: id(11),
  rivers: id(12),
  /** Of agency south. */
  prairie: id(13),
  /** Owner of north: sees harbor and rivers. */
  olive: id(101),
  /** Admin of north. */
  adam: id(102),
  /** Strategist of north, granted harbor. */
  sam: id(103),
  /** Analyst of north, granted rivers. */
  ana: id(104),
  /** Client admin of harbor. */
  carla: id(105),
  /** Viewer of harbor. */
  vera: id(106),
  /** Owner of south: sees prairie. */
  otto: id(107),
  /** Was a strategist of north, granted harbor; removed. */
  rex: id(108),
} as const

const agencies = [
  { id: cast.north, name: 'North Star Digital' },
  { id: cast.south, name: 'South Wind Media' },
]
const tenants = [
  {
    id: cast.harbor,
    agency: cast.north,
    slug: 'harbor-table',
    name: 'Harbor Table Food Bank',
    zone: 'America/Chicago',
  },
  { id: cast.rivers, agency: cast.north, slug: 'clean-rivers', name: 'Clean Rivers Fund', zone: 'America/Los_Angeles' },
  {
    id: cast.prairie,
    agency: cast.south,
    slug: 'prairie-voters',
    name: 'Prairie Voters League',
    zone: 'America/New_York',
  },
]
const people = [
  { id: cast.olive, name: 'Olive Owner' },
  { id: cast.adam, name: 'Adam Admin' },
  { id: cast.sam, name: 'Sam Strategist' },
  { id: cast.ana, name: 'Ana Analyst' },
  { id: cast.carla, name: 'Carla Client' },
  { id: cast.vera, name: 'Vera Viewer' },
  { id: cast.otto, name: 'Otto Owner' },
  { id: cast.rex, name: 'Rex Removed' },
]
const members = [
  { agency: cast.north, user: cast.olive, role: 'owner' },
  { agency: cast.north, user: cast.adam, role: 'admin' },
  { agency: cast.north, user: cast.sam, role: 'strategist' },
  { agency: cast.north, user: cast.ana, role: 'analyst' },
  { agency: cast.south, user: cast.otto, role: 'owner' },
]
const grants = [
  { tenant: cast.harbor, user: cast.sam, role: 'strategist' },
  { tenant: cast.rivers, user: cast.ana, role: 'analyst' },
  { tenant: cast.harbor, user: cast.carla, role: 'client_admin' },
  { tenant: cast.harbor, user: cast.vera, role: 'viewer' },
]
const at = '2026-01-01T00:00:00.000Z'
const emailOf = (name: string) => `${name.split(' ')[0]?.toLowerCase()}@example.org`

/** Plants the cast. `passwordHash` is given by those who test signing in; others never need it. */
export async function plantCast(superuser: Sql, passwordHash: string = cast.passwordHash): Promise<void> {
  for (const each of agencies) await superuser`insert into agency values (${each.id}, ${each.name}, ${at})`
  for (const each of people)
    await superuser`insert into app_user (user_id, email, login, name, password_hash, created_at)
      values (${each.id}, ${emailOf(each.name)}, ${emailOf(each.name)}, ${each.name}, ${passwordHash}, ${at})`
  for (const each of tenants)
    await superuser`insert into tenant (tenant_id, agency_id, slug, name, vertical, currency, time_zone, created_at)
      values (${each.id}, ${each.agency}, ${each.slug}, ${each.name}, 'fundraising', 'USD', ${each.zone}, ${at})`
  const nameOf = (user: string) => people.find((each) => each.id === user)?.name ?? ''
  for (const each of members)
    await superuser`insert into member values (${each.agency}, ${each.user}, ${each.role}, ${nameOf(each.user)}, ${emailOf(nameOf(each.user))}, ${at})`
  for (const each of grants)
    await superuser`insert into tenant_grant (tenant_id, user_id, role, name, email, granted_by, created_at)
      values (${each.tenant}, ${each.user}, ${each.role}, ${nameOf(each.user)}, ${emailOf(nameOf(each.user))}, 'the cast', ${at})`
}
