import type { LiveMessage } from './notice.ts'

/** What the browser's one listener heard lately, for a tab that was made before it was said and listens only now. */
export interface Earlier {
  heard(message: LiveMessage): void
  /** What was heard since then, of each tenant and kind the newest. */
  since(instantMs: number): LiveMessage[]
  forget(): void
}

export function createEarlier(now: () => number): Earlier {
  const last = new Map<string, { message: LiveMessage; at: number }>()
  return {
    heard(message) {
      if (message.type !== 'notice') return
      last.set(`${message.notice.tenant} ${message.notice.kind}`, { message, at: now() })
    },
    since: (instantMs) => [...last.values()].filter(({ at }) => at >= instantMs).map(({ message }) => message),
    forget: () => last.clear(),
  }
}
