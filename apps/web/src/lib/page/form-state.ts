import type { ToldKey } from '#lib/api-keys/try-line.ts'

/** What became of the last form of a page, whichever of its forms it was. */
export interface FormState {
  /** Which form: named by its action. */
  of: string | undefined
  /** The deed in past tense, where it was done. */
  said: string | undefined
  /** Where a person is to go on, outside. */
  go: string | undefined
  message: string | undefined
  reference: string | undefined
  fields: Record<string, string>
  values: Record<string, unknown>
  /** An authenticator that is being set up. */
  begun: { secret: string; uri: string; qr: { size: number; path: string } } | undefined
  /** Recovery codes, shown this once. */
  codes: string[] | undefined
  /** A key that was just made, shown this once. */
  told: ToldKey | undefined
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Reads the `form` prop of a page with several forms into one shape. */
export function readFormState(form: unknown): FormState | undefined {
  if (!isObject(form)) return undefined
  const values = isObject(form['values']) ? form['values'] : {}
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const begun = form['begun'] ?? values['begun']
  return {
    of: text(form['of']) ?? text(values['of']),
    said: text(form['said']),
    go: text(form['go']),
    message: text(form['message']),
    reference: text(form['reference']),
    fields: isObject(form['fields']) ? (form['fields'] as Record<string, string>) : {},
    values,
    begun: isObject(begun) ? (begun as unknown as FormState['begun']) : undefined,
    told: isObject(form['told']) ? (form['told'] as unknown as FormState['told']) : undefined,
    codes: Array.isArray(form['codes']) ? (form['codes'] as string[]) : undefined,
  }
}

/** What was typed into a field before the form was refused, to be shown again. */
export function typed(form: FormState | undefined, name: string): string {
  const value = form?.values[name]
  return typeof value === 'string' ? value : ''
}
