import type { Auth } from './auth.ts'
import type { HttpState } from './http-state.ts'

/**
 * Renews a connection's secrets alone: one at a time over all processes. `renew` is given the newest ones stored; where those are
 * not the ones that were `used`, somebody else has renewed them already and they are handed back as they are.
 */
export type RenewAlone<Secrets> = (used: Secrets, renew: (current: Secrets) => Promise<Secrets>) => Promise<Secrets>

export interface Credentials<Secrets> {
  current(): Secrets
  /** Renews what is about to end. */
  keepFresh(): Promise<void>
  /** After a refusal of `used`: true where there are others to try now. */
  renewed(used: Secrets): Promise<boolean>
}

/** The secrets that a client uses: the newest known in this process, renewed by one request while the others wait for it. */
export function createCredentials<Secrets, App>(options: {
  auth: Auth<Secrets, App>
  stored: Secrets
  app: App
  baseUrl: () => Promise<string>
  state: HttpState
  fetch: (request: Request) => Promise<Response>
  now: () => Date
  alone: RenewAlone<Secrets>
}): Credentials<Secrets> {
  const { auth, app, baseUrl, state, fetch, now, alone } = options
  const current = () => (state.refreshed as Secrets | undefined) ?? options.stored

  async function renew(used: Secrets): Promise<void> {
    state.refreshing ??= (async () => {
      const ask = async (secrets: Secrets) =>
        (await auth.refresh?.({ secrets, app, baseUrl: await baseUrl(), fetch, now })) ?? secrets
      state.refreshed = await alone(used, ask)
    })().finally(() => delete state.refreshing)
    await state.refreshing
  }

  return {
    current,
    async keepFresh() {
      const used = current()
      const at = auth.refresh && auth.renewAt?.(used)
      if (at && at <= now()) await renew(used)
    },
    async renewed(used) {
      if (!auth.refresh) return false
      if (current() === used) await renew(used)
      return true
    },
  }
}
