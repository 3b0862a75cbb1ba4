import { runbookOf } from '#lib/alerts/runbooks.ts'
import { words } from '#lib/words.ts'
import { error } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

/** For staff: runbooks speak of sources by their names. */
export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  const runbook = tenant.may.includes('alerts.answer') ? runbookOf(event.params.rule) : undefined
  if (!runbook) error(404, words.errors.notFound)
  return { runbook }
}
