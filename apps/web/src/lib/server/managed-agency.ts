import { error } from '@sveltejs/kit'
import type { Answers } from '#lib/app-router.ts'
import { words } from '#lib/words.ts'

type Me = Answers['session']['whoAmI']

/** The agency that this person manages; for everybody else its pages are closed. */
export function managedAgency(me: Me): Me['agencies'][number] {
  const agency = me.agencies.find(({ role }) => role === 'owner' || role === 'admin')
  if (!agency) error(403, words.errors.denied)
  return agency
}
