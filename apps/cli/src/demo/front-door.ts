import type { Services } from '@throughline/api'
import type { DemoHouse, NoticeUrls } from '@throughline/world'
import { importLines, type LinesImported } from './import-lines.ts'

type PersonActor = NonNullable<Awaited<ReturnType<Services['signIn']['authenticate']>>>['actor']

/** What crosses from the world's thread: the same calls, but a look at how far history is instead of waiting for it. */
export type FrontDoor = Omit<DemoHouse, 'historyRead' | 'importEvents' | 'send'> & {
  historyRead(tenantId: string, connectionId: string): Promise<number>
  /** Goes on with the import of a file. */
  importEvents(tenantId: string, name: string, text?: string): Promise<LinesImported>
}

/**
 * What planting the demo may do, each the way a person does it, and each only where it is not done already: a planting cut
 * short is gone through again from the beginning.
 */
export const frontDoor = (services: Services): FrontDoor => {
  const { tenants, signIn, connections } = services
  let owner: PersonActor | undefined
  const asOwner = (): PersonActor => {
    if (!owner) throw new Error('no owner yet')
    return owner
  }
  return {
    async createAgency(input) {
      const existing = await signIn.accountOf(input.owner.email)
      const { userId } = existing ? { userId: existing } : await tenants.createAgency(input)
      const { token } = await signIn.open(userId)
      owner = (await signIn.authenticate(token))?.actor
      const [agency] = (await tenants.whoAmI(asOwner())).agencies
      if (!agency) throw new Error(`${input.owner.email} has an account, but no agency`)
      return { agencyId: agency.agencyId }
    },
    async createTenant(agencyId, tenant) {
      const existing = (await tenants.whoAmI(asOwner())).tenants.find(({ slug }) => slug === tenant.slug)
      return existing ?? tenants.createTenant(asOwner(), agencyId, tenant)
    },
    async admit(where, person) {
      const { members } =
        'agencyId' in where
          ? await tenants.agencyMembers(asOwner(), where.agencyId)
          : await tenants.members(asOwner(), where.tenantId)
      const direct = (member: object) => !('via' in member) || member.via === 'grant'
      if (members.some((member) => member.email === person.email && direct(member))) return
      await tenants.admit(asOwner(), where, person)
    },
    async createConnection(tenantId, { connector, name, config, secrets }) {
      const existing = (await connections.list(asOwner(), tenantId)).find((each) => each.name === name)
      const values = Object.fromEntries(
        Object.entries({ config, secrets }).flatMap(([part, fields]) =>
          Object.entries(fields).map(([field, value]) => [`${part}.${field}`, value]),
        ),
      )
      const { connectionId } = existing ?? (await connections.create(asOwner(), tenantId, { connector, name, values }))
      const { webhooks } = await connections.read(asOwner(), tenantId, connectionId)
      return { connectionId, urls: byKind(webhooks) }
    },
    async historyRead(tenantId, connectionId) {
      const { backfill, say } = await connections.read(asOwner(), tenantId, connectionId)
      if (backfill?.state === 'failed' || backfill?.state === 'cancelled')
        throw new Error(`reading history ended: ${backfill.say ?? say ?? backfill.state}`)
      if (backfill?.state === 'done') return 1
      return Math.min(0.99, backfill?.progress ?? 0)
    },
    importEvents: (...args) => importLines(services.eventImports, asOwner(), ...args),
    async setGoal(tenantId, goal) {
      const { goals } = await services.goals.list(asOwner(), tenantId)
      if (goals.some(({ name }) => name === goal.name)) return
      await services.goals.save(asOwner(), tenantId, { goal })
    },
    async readNow(tenantId, connectionId) {
      await connections.syncNow(asOwner(), tenantId, connectionId)
    },
  }
}

const byKind = (webhooks: readonly { kind: string; url: string }[]): NoticeUrls =>
  Object.fromEntries(webhooks.map(({ kind, url }) => [kind, url]))
