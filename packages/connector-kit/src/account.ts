/** An account at the provider that a connection speaks for: what an app-wide webhook names, and what a person recognises. */
export interface Account {
  /** The provider's id of it, as its webhooks name it. */
  id: string
  name: string
  /** ISO 4217, where the account has one currency. */
  currency?: string
  /** IANA zone of the account's days. */
  zone?: string
}
