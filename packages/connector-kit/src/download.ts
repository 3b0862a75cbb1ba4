/** A downloaded file, whole. */
export interface Spool {
  path: string
  bytes: number
  /** Deletes it; safe to call twice. */
  discard(): Promise<void>
}
