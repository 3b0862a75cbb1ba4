import { readFileSync } from 'node:fs'
import type { DemoFile } from '../apps/cli/src/demo/demo-file.ts'

/** What `throughline start` writes for whoever wants to try things. */
export type House = DemoFile

export type Person = House['users'][number]
export type Client = House['tenants'][number]

export const demoFileVariable = 'THROUGHLINE_E2E_DEMO'

/** Every role of a tenant, highest first, as the demo casts them. */
export const roles = ['owner', 'admin', 'strategist', 'analyst', 'client_admin', 'viewer'] as const
export type Role = (typeof roles)[number]

/** The running product, as its demo file says. */
export const house = (): House => JSON.parse(readFileSync(process.env[demoFileVariable] ?? '', 'utf8')) as House

/** The first person of the demo with that role. */
export const personAs = (role: Role): Person => {
  const person = house().users.find((user) => user.role === role)
  if (!person) throw new Error(`nobody in the demo is ${role}`)
  return person
}

/** The client with that address. */
export const clientAt = (slug: string | undefined): Client => {
  const client = house().tenants.find((tenant) => tenant.slug === slug)
  if (!client) throw new Error(`the demo has no client at ${slug ?? 'nowhere'}`)
  return client
}

/** The clients whom that role sees, and the others, whom it must never see. */
export const clientsOf = (role: Role): { theirs: Client[]; others: Client[] } => {
  const { tenants } = personAs(role)
  const all = house().tenants
  return {
    theirs: all.filter(({ slug }) => tenants.includes(slug)),
    others: all.filter(({ slug }) => !tenants.includes(slug)),
  }
}
