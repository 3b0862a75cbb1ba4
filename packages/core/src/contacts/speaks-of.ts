import type { VaultEntry } from './vault-entry.ts'

/**
 * Whether a text holds the email address or the phone number of one of these people, however they are written. A name alone is
 * not enough: others bear it too.
 */
export function speaksOf(entries: readonly Pick<VaultEntry, 'email' | 'phone'>[]): (text: string) => boolean {
  const emails = entries.flatMap(({ email }) => (email ? [email.trim().toLowerCase()] : []))
  const phones = entries.flatMap(({ phone }) => {
    const digits = phone?.replace(/\D/g, '').slice(-10) ?? ''
    return digits.length === 10
      ? [new RegExp(`(?<![0-9])(?:\\+?1[\\s.-]*)?\\(?${[...digits].join('[\\s().-]*')}(?![0-9])`)]
      : []
  })
  return (text) => {
    const lower = text.toLowerCase()
    return emails.some((email) => lower.includes(email)) || phones.some((phone) => phone.test(text))
  }
}
