/** What every procedure is given. */
export interface ApiContext {
  readonly requestId: string
}
