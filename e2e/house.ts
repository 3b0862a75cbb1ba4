import { readFileSync } from 'node:fs'

/** What `throughline start` writes for whoever wants to try things: the parts that the stories use. */
export interface House {
  baseUrl: string
  /** Every client's history is in. */
  complete: boolean
  users: { name: string; email: string; password: string; role: string; tenants: string[] }[]
  tenants: { tenantId: string; slug: string; name: string }[]
}

export const demoFileVariable = 'THROUGHLINE_E2E_DEMO'

/** The running product, as its demo file says. */
export const house = (): House => JSON.parse(readFileSync(process.env[demoFileVariable] ?? '', 'utf8')) as House

/** The first person of the demo with that role. */
export const personAs = (role: string): House['users'][number] => {
  const person = house().users.find((user) => user.role === role)
  if (!person) throw new Error(`nobody in the demo is ${role}`)
  return person
}
