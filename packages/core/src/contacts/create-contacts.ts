import { Invalid, NotFound } from '@throughline/canonical'
import type { Actor, Door, Inside } from '@throughline/db'
import { forgetRowsSaying } from '../ingest/quarantine.store.ts'
import { mergedContacts } from '../ledger/people.store.ts'
import { lockLedger } from '../ledger/head.store.ts'
import type { Secrets } from '../secrets/index.ts'
import { requireMay } from '../tenants/may.ts'
import { audited, contactBy, eraseContacts, giftsOf, requireContact } from './contacts.store.ts'
import type { Contacts, FoundContact } from './contacts.ts'
import { normaliseEmail, normalisePhone } from './normalise.ts'
import { sealedPeople } from './resolve.store.ts'
import { openVault } from './sealing.ts'
import { speaksOf } from './speaks-of.ts'
import { maskedName, type VaultEntry } from './vault-entry.ts'

export interface ContactsDeps {
  door: Door
  secrets: Secrets
  now: () => Date
  newId: () => string
}

/** Finding, revealing and erasing people. */
export function createContacts(deps: ContactsDeps): Contacts {
  return {
    find: (actor, tenantId, by) => find(deps, actor, tenantId, by),
    reveal: (actor, tenantId, contactNo) =>
      deps.door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'contacts.reveal')
        await requireContact(inside, contactNo)
        const entry = await vaultOf(deps, inside, contactNo)
        await audited(inside, {
          at: deps.now(),
          action: 'contact.revealed',
          subject: `contact:${contactNo}`,
          detail: {},
        })
        const name = [entry?.firstName, entry?.lastName].filter(Boolean).join(' ')
        return { name: name || null, email: entry?.email ?? null, phone: entry?.phone ?? null }
      }),
    erase: (actor, tenantId, contactNo) =>
      deps.door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'contacts.erase')
        await lockLedger(inside)
        const { erased } = await requireContact(inside, contactNo)
        if (erased) throw new NotFound('This contact is erased already.')
        const contactNos = await samePerson(inside, contactNo)
        // Before their keys go: what could not be read names nobody, so it is found by what it says.
        const entries = await Promise.all(contactNos.map((each) => vaultOf(deps, inside, each)))
        const keyring = await deps.secrets.forTenant(inside, deps.now())
        const rowsAside = await forgetRowsSaying(
          inside,
          keyring,
          speaksOf(entries.filter((entry) => entry !== undefined)),
        )
        const certificate = await eraseContacts(inside, {
          rowsAside,
          contactNo,
          contactNos,
          erasureId: deps.newId(),
          now: deps.now(),
        })
        await audited(inside, {
          at: deps.now(),
          action: 'contact.erased',
          subject: `contact:${contactNo}`,
          detail: { erasureId: certificate.erasureId, contacts: contactNos.length },
        })
        return certificate
      }),
  }
}

async function find(
  deps: ContactsDeps,
  actor: Actor,
  tenantId: string,
  by: { email?: string | undefined; phone?: string | undefined },
): Promise<FoundContact | null> {
  const email = normaliseEmail(by.email)
  const phone = normalisePhone(by.phone)
  const wanted = email === undefined ? phone && { kind: 'phone', text: phone } : { kind: 'email', text: email }
  if (!wanted) throw new Invalid('An email address or a phone number.', by.phone === undefined ? 'email' : 'phone')
  return deps.door.withTenant(actor, tenantId, async (inside) => {
    requireMay(inside.role, 'contacts.find')
    const keyring = await deps.secrets.forTenant(inside, deps.now())
    const contactNo = await contactBy(inside, { kind: wanted.kind, hash: keyring.hash(wanted.kind, wanted.text) })
    await audited(inside, {
      at: deps.now(),
      action: 'contact.searched',
      subject: contactNo === undefined ? null : `contact:${contactNo}`,
      detail: { by: wanted.kind, found: contactNo !== undefined },
    })
    if (contactNo === undefined) return null
    const [gifts, entry] = await Promise.all([
      giftsOf(inside, await samePerson(inside, contactNo)),
      vaultOf(deps, inside, contactNo),
    ])
    return { contactNo, masked: maskedName(entry), ...gifts }
  })
}

async function vaultOf(deps: ContactsDeps, inside: Inside, contactNo: number): Promise<VaultEntry | undefined> {
  const [people, keyring] = await Promise.all([
    sealedPeople(inside, [contactNo]),
    deps.secrets.forTenant(inside, deps.now()),
  ])
  const sealed = people.get(contactNo)
  return sealed?.vault ? openVault(sealed.vault, keyring.openPersonKey(sealed.wrapped)) : undefined
}

/** This contact and all that are one person with it. */
async function samePerson(inside: Inside, contactNo: number): Promise<number[]> {
  const merged = await mergedContacts(inside)
  const root = merged.get(contactNo) ?? contactNo
  const parts = [...merged].flatMap(([from, into]) => (into === root ? [from] : []))
  return [...new Set([contactNo, root, ...parts])].sort((a, b) => a - b)
}
