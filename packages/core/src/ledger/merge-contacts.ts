import { Conflict, NotFound, type Cause } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { appendBatch } from './append.store.ts'
import { rootsAt } from './contact-links.ts'
import { contactLinks, contactsExist } from './people.store.ts'
import { effectiveFacts } from './effective-facts.store.ts'
import { lockLedger, moveHead, readHead } from './head.store.ts'

const linkFact = (from: number) => ({ kind: 'contact_link', source: 'throughline', key: String(from) })

/**
 * Says that two contacts are one person, as a fact: from this batch on they are counted as one, in readings of earlier batches as
 * two. No sum of money changes.
 * @throws NotFound where there is no such contact; Conflict where they are one already
 */
export async function mergeContacts(
  inside: Inside,
  { from, into, now }: { from: number; into: number; now: Date },
): Promise<{ batch: number }> {
  await lockLedger(inside)
  if (!(await contactsExist(inside, [from, into]))) throw new NotFound('No such contact.')
  const rootOf = rootsAt(await contactLinks(inside), Infinity)
  const [root, target] = [rootOf(from), rootOf(into)]
  if (root === target) throw new Conflict('These are one contact already.')
  return write(inside, root, { value: { into: target }, withdrawn: false, cause: 'merge', now })
}

/**
 * Takes back what made a contact part of another one.
 * @throws NotFound where it is part of none
 */
export async function unmergeContact(
  inside: Inside,
  { contactNo, now }: { contactNo: number; now: Date },
): Promise<{ batch: number }> {
  await lockLedger(inside)
  const [link] = await effectiveFacts(inside, [linkFact(contactNo)])
  if (!link || link.withdrawn) throw new NotFound('This contact is part of no other.')
  return write(inside, contactNo, { value: { into: link.value.into }, withdrawn: true, cause: 'unmerge', now })
}

async function write(
  inside: Inside,
  from: number,
  { value, withdrawn, cause, now }: { value: { into: unknown }; withdrawn: boolean; cause: Cause; now: Date },
): Promise<{ batch: number }> {
  const head = await readHead(inside)
  const batch = head.batch + 1
  const [before] = await effectiveFacts(inside, [linkFact(from)])
  const version = {
    ...linkFact(from),
    version: (before?.version ?? 0) + 1,
    cause,
    refersTo: null,
    contactNo: from,
    withdrawn,
    value: { kind: 'contact_link', happenedAt: now.toISOString(), ...value },
    before,
  }
  await appendBatch(inside, { batch, origin: 'contacts' }, [version], { movements: [], entries: [] })
  await moveHead(inside, { batch, contactNo: head.contactNo })
  return { batch }
}
