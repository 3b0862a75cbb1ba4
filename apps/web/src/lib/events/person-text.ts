import { formatCount } from '@throughline/ui'
import type { Answers } from '#lib/app-router.ts'
import { words } from '#lib/words.ts'

/** Whose an event is: a number, never a name. */
export function personText(contact: Answers['events']['list']['rows'][number]['contact'], locale: string): string {
  if (!contact) return '–'
  const no = formatCount(contact.no, locale)
  return contact.visitor ? words.events.visitor(no) : words.events.contact(no)
}
