import type { RecordId } from './answers.ts'

const parted = '~'

export const recordName = ({ kind, source, key }: RecordId): string => [kind, source, key].join(parted)

/** The record that an address has opened; a key may hold anything. */
export function readTouch(text: string | null): RecordId | undefined {
  const [kind, source, ...key] = (text ?? '').split(parted)
  return kind && source && key.length > 0 ? { kind, source, key: key.join(parted) } : undefined
}

/** The same page with a record opened, or with none. */
export function touchLink(search: string, record: RecordId | undefined): string {
  const next = new URLSearchParams(search)
  if (record) next.set('touch', recordName(record))
  else next.delete('touch')
  return `?${next}`
}
