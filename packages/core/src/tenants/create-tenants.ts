import { NotFound } from '@throughline/canonical'
import type { Actor } from '@throughline/db'
import { acceptInvitation, viewInvitation } from './accept.store.ts'
import { agencyMembers, removeFromAgency, setAgencyRole } from './agency-members.store.ts'
import { firstOwnerToken, firstOwnerTokenEnds } from './first-owner.ts'
import { createAgency, createTenant, hasUsers, onlyTheFirst } from './founding.store.ts'
import { invite, takeBack } from './inviting.store.ts'
import { members, remove, setRole } from './members.store.ts'
import { agencyPlace, clientPlace } from './place.store.ts'
import { readSettings, updateSettings } from './settings.store.ts'
import type { Person, Tenants, TenantsDeps } from './tenants.ts'
import { tenantOf, whoAmI } from './who-am-i.store.ts'

/** Agencies, their clients, and who may see which. */
export function createTenants(deps: TenantsDeps): Tenants {
  const { secrets, signIn, now, publicUrl } = deps
  const agencyOf = (actor: Actor, agencyId: string) => agencyPlace(deps, actor, agencyId)
  const clientOf = (actor: Actor, tenantId: string) => clientPlace(deps, actor, tenantId, 'members.write')
  const firstOwnerEnds = async (token: string) => {
    const ends = firstOwnerTokenEnds(secrets, token, now())
    if (!ends || (await hasUsers(deps))) throw new NotFound('This link does not work any more.')
    return ends
  }
  return {
    whoAmI: (actor) => whoAmI(deps, actor),
    tenantOf: (actor, slug) => tenantOf(deps, actor, slug),

    createAgency: (input) => createAgency(deps, input),
    createFirstOwnerLink: async () =>
      (await hasUsers(deps)) ? undefined : `${publicUrl}/first-owner/${firstOwnerToken(secrets, now())}`,
    viewFirstOwnerLink: async (token) => ({ expiresAt: (await firstOwnerEnds(token)).toISOString() }),
    async acceptFirstOwnerLink(token, input) {
      await firstOwnerEnds(token)
      const { userId } = await createAgency(deps, input, onlyTheFirst)
      return signIn.open(userId)
    },
    createTenant: (actor, agencyId, input) => createTenant(deps, actor, agencyId, input),

    readSettings: (actor, tenantId) => readSettings(deps, actor, tenantId),
    updateSettings: (actor, tenantId, patch) => updateSettings(deps, actor, tenantId, patch),

    members: (actor, tenantId) => members(deps, actor, tenantId),
    async invite(actor, tenantId, input) {
      await invite(deps, clientOf(actor, tenantId), input)
    },
    setRole: (actor, tenantId, input) => setRole(deps, actor, tenantId, input),
    remove: (actor, tenantId, userId) => remove(deps, actor, tenantId, userId),
    revokeInvitation: (actor, tenantId, invitationId) => takeBack(deps, clientOf(actor, tenantId), invitationId),

    agencyMembers: (actor, agencyId) => agencyMembers(deps, actor, agencyId),
    async inviteToAgency(actor, agencyId, input) {
      await invite(deps, agencyOf(actor, agencyId), { ...input, persona: null })
    },
    setAgencyRole: (actor, agencyId, input) => setAgencyRole(deps, actor, agencyId, input),
    removeFromAgency: (actor, agencyId, userId) => removeFromAgency(deps, actor, agencyId, userId),
    revokeAgencyInvitation: (actor, agencyId, invitationId) => takeBack(deps, agencyOf(actor, agencyId), invitationId),

    viewInvitation: (token) => viewInvitation(deps, token),
    acceptInvitation: (input) => acceptInvitation(deps, input),
    admit: (actor, where, person) => admit(deps, actor, where, person),
  }
}

/** Invites and accepts in one, without mail. */
async function admit(
  deps: TenantsDeps,
  actor: Actor,
  where: Parameters<Tenants['admit']>[1],
  person: Person,
): Promise<{ userId: string }> {
  const { email, name, password } = person
  const unmailed = { ...deps, mailer: { ...deps.mailer, queue: async () => '' }, later: () => {} }
  const { token } =
    'agencyId' in where
      ? await invite(unmailed, agencyPlace(deps, actor, where.agencyId), { email, role: where.role, persona: null })
      : await invite(unmailed, clientPlace(deps, actor, where.tenantId, 'members.write'), {
          email,
          role: where.role,
          persona: where.persona,
        })
  const result = await acceptInvitation(deps, { token, name, password, address: 'admitted' })
  if (result.status !== 'signed_in') throw new NotFound('This account asks for a code.')
  await deps.signIn.signOut(result.token)
  return { userId: result.userId }
}
