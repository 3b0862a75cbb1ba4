import type { Questions } from '#lib/app-router.ts'

type Fields = Questions['writeBack']['set']['fields']
export const parts = ['contact', 'deal'] as const
type Part = (typeof parts)[number]

const names = ['influence', 'top_channel', 'top_campaign', 'attributed', 'first_channel', 'last_channel', 'model']

/** What can be written into fields of contacts or deals; shares of campaigns where the CRM takes them. */
export const writtenNames = (part: Part, influence: boolean): string[] =>
  part === 'deal' && influence ? [...names, 'campaign_influence'] : names

/** What a form calls a field. */
export const fieldName = (part: Part, value: string): string => `${part}.${value}`

/** The fields that somebody named; empty ones are none. */
export function readFields(form: { get: (name: string) => unknown }): Fields {
  const of = (part: Part) =>
    Object.fromEntries(
      writtenNames(part, true).flatMap((value) => {
        const said = form.get(fieldName(part, value))
        return typeof said === 'string' && said.trim() !== '' ? [[value, said.trim()]] : []
      }),
    )
  return { contact: of('contact'), deal: of('deal') }
}
