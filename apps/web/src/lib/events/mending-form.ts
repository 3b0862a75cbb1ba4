import type { Questions } from '#lib/app-router.ts'

export type Group = Questions['events']['dismiss']['group']
export type Mending = NonNullable<Questions['events']['replay']['mending']>[number]

/** One change as a form has it. */
export interface Step {
  how: 'none' | 'set' | 'rename' | 'make'
  field: string
  value: string
}

/** What most often mends such a group: to be looked at, not to be typed. */
export function likelyStep({ code, field, type }: Pick<Group, 'code' | 'field' | 'type'>): Step {
  if (code === 'unknown_source') return { how: 'set', field: 'source', value: 'web' }
  if (code === 'unknown_type') return { how: 'set', field: 'event_type', value: type === '?' ? '' : type }
  if (field === 'event_id') return { how: 'make', field: '', value: '' }
  if (code === 'missing_field') return { how: 'rename', field: '', value: field }
  if (code === 'too_old' || code === 'personal_data' || code === 'timestamp_in_future')
    return { how: 'none', field: '', value: '' }
  return { how: field === '' ? 'none' : 'set', field, value: '' }
}

/** The changes of a form, in order: three fields of one name each stand for one change. */
export function readSteps(form: FormData): Step[] {
  const all = (name: string) => form.getAll(name).map((each) => (typeof each === 'string' ? each.trim() : ''))
  const [fields, values] = [all('field'), all('value')]
  return all('how').map((how, i) => ({
    how: how === 'set' || how === 'rename' || how === 'make' ? how : 'none',
    field: fields[i] ?? '',
    value: values[i] ?? '',
  }))
}

/** The changes as the API takes them. A step whose field was left empty changes nothing. */
export function mendingOf(steps: readonly Step[]): Mending[] {
  return steps.flatMap(({ how, field, value }): Mending[] => {
    if (how === 'make') return [{ make: 'event_id' }]
    if (how === 'none' || field === '') return []
    return how === 'set'
      ? [{ set: { path: field, value: valueOf(field, value) } }]
      : value === ''
        ? []
        : [{ rename: { from: field, to: value } }]
  })
}

/** A name stays text; elsewhere what reads as a number, true, false or null is that, and text in quotes is text. */
function valueOf(field: string, text: string): string | number | boolean | null {
  if (!field.includes('.')) return text
  try {
    const value: unknown = JSON.parse(text)
    return value === null || ['string', 'number', 'boolean'].includes(typeof value)
      ? (value as string | number | boolean | null)
      : text
  } catch {
    return text
  }
}

/** A group in an address. */
export const groupText = ({ code, field, type, source }: Group): string => JSON.stringify([code, field, type, source])

/** The group that an address names, if it names one. */
export function readGroup(text: string | null): Group | undefined {
  try {
    const parts: unknown = JSON.parse(text ?? '')
    if (!Array.isArray(parts) || parts.length !== 4 || !parts.every((each) => typeof each === 'string'))
      return undefined
    const [code = '', field = '', type = '', source = ''] = parts
    return { code, field, type, source }
  } catch {
    return undefined
  }
}

/** Why events are refused still, and how many. */
export interface Reason {
  why: string
  n: number
}

/** Reasons of two slices together, each once. */
export function addReasons(before: readonly Reason[], more: readonly Reason[]): Reason[] {
  const all = new Map(before.map(({ why, n }) => [why, n]))
  for (const { why, n } of more) all.set(why, (all.get(why) ?? 0) + n)
  return [...all].map(([why, n]) => ({ why, n }))
}
