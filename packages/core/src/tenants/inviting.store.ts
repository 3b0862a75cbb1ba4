import { Conflict, Invalid, NotFound, type Persona, type TenantRole } from '@throughline/canonical'
import { z } from 'zod'
import { isGivenBy } from './invitation-rules.ts'
import { readInvitation, revokeInvitation, writeInvitation } from './invitations.store.ts'
import { invitationMail } from './mails.ts'
import { requireNotAbove } from './may.ts'
import { Email } from './person.ts'
import type { Enter } from './place.store.ts'
import { parsed } from './settings.ts'
import type { TenantsDeps } from './tenants.ts'

/** Invites to an agency or to a client. The answer and the work are the same whether or not the address has an account. */
export async function invite(
  { mailer, now, publicUrl, later }: TenantsDeps,
  enter: Enter,
  input: { email: string; role: TenantRole; persona: Persona | null },
): Promise<{ token: string }> {
  const token = await enter(async (place) => {
    const { email } = parsed(z.object({ email: Email }), { email: input.email })
    const { role, persona } = input
    if (!isGivenBy(place, role)) throw new Invalid(elsewhere(place.tenantId), 'role')
    requireNotAbove(place.by.role, role)
    const names = await place.names()
    const written = await writeInvitation(place, { email, role, persona }, names, now())
    await mailer.queue(
      place.db,
      invitationMail(email, names.place, names.by, `${publicUrl}/invitation/${written.token}`),
    )
    await place.tell('member.invited', written.invitationId, { role })
    return written.token
  })
  later(async () => {
    await mailer.deliver()
  })
  return { token }
}

const elsewhere = (tenantId: string | null) =>
  tenantId === null ? 'This role is given on a client’s own page.' : 'This role is given on the agency’s own page.'

/** Ends an open invitation that gives no more than one's own role. */
export async function takeBack({ now }: Pick<TenantsDeps, 'now'>, enter: Enter, invitationId: string): Promise<void> {
  await enter(async (place) => {
    const row = await readInvitation(place.db, place, invitationId)
    if (!row) throw new NotFound('No such invitation.')
    requireNotAbove(place.by.role, row.role as TenantRole)
    if (!(await revokeInvitation(place.db, place.agencyId, invitationId, now())))
      throw new Conflict('This invitation is not open any more.')
    await place.tell('invitation.revoked', invitationId, {})
  })
}
