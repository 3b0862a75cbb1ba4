import { campaignIn, type Campaign } from './campaign.ts'
import type { Options } from './options.ts'
import type { Ports } from './ports.ts'
import { scrub } from './scrub.ts'
import { library, type Context, type WireEvent } from './wire.ts'

const idleMs = 30 * 60_000
const campaignMs = 90 * 86_400_000

interface Consent {
  ok: boolean
  at: string
  purposes?: Record<string, boolean>
}

/** What never changes while the tracker runs. */
export type Fixed = Pick<WireEvent, 'source'> & Pick<Context, 'platform' | 'locale'>

/** Who is here, in which session, by which campaign, with what consent: all that outlives a page beside the queue. */
export function createIdentity(options: Options, ports: Ports, fixed: Fixed) {
  const { store, now } = ports
  const read = <T>(key: string): T | undefined => {
    try {
      return JSON.parse(store.get(key) ?? '') as T
    } catch {
      return undefined
    }
  }
  const write = (key: string, value: unknown) => store.set(key, JSON.stringify(value))
  /** Of this page alone, until there is consent to keep them. */
  let landing: Campaign | undefined
  let user: string | undefined
  let lastUrl: string | undefined

  const consent = () => read<Consent>('consent')
  const allowed = () => consent()?.ok ?? options.consent !== 'required'

  const anonymous = () => {
    const known = store.get('id')
    if (known) return known
    const made = ports.id('anonymous', now())
    store.set('id', made)
    return made
  }

  const campaign = (): Campaign | undefined => {
    const known = read<{ at: number; by: Campaign }>('campaign')
    return known && Math.abs(now() - known.at) < campaignMs ? known.by : undefined
  }

  /** The session of an event. Half an hour without one ends it; so does the click that brought another campaign. */
  const session = () => {
    const at = now()
    const known = read<{ id: string; at: number }>('session')
    // Either way: a clock that was set back by hours says nothing about the pause.
    const id = known && Math.abs(at - known.at) <= idleMs ? known.id : ports.id('session', at)
    write('session', { id, at })
    return id
  }

  /** Looks at the address: a campaign in it is the one that counts from now on. */
  const arrive = () => {
    const url = ports.page?.().url
    // Once for each address: another tab's later click is not undone by looking at this one again.
    if (url !== lastUrl) landing = campaignIn(url) ?? landing
    lastUrl = url
    if (!landing || !allowed()) return
    const by = scrub(landing) as Campaign
    if (JSON.stringify(by) !== JSON.stringify(campaign())) store.remove('session')
    write('campaign', { at: now(), by })
    landing = undefined
  }

  return {
    allowed,
    arrive,
    /** What every event has in common right now, as JSON, which leaves out what is not there. */
    envelope(): string {
      const { source, ...context } = fixed
      const given = consent()
      if (user) store.set('user', user)
      user = undefined
      return JSON.stringify({
        user_id: store.get('user') ?? undefined,
        anonymous_id: anonymous(),
        session_id: session(),
        source,
        context: {
          ...context,
          app_version: options.appVersion,
          region: options.region,
          page: scrub(ports.page?.()),
          ...campaign(),
          library,
          consent: given && { at: given.at, purposes: given.purposes },
        },
      })
    },
    identify(id: string) {
      if (allowed()) store.set('user', id)
      else user = id
    },
    grant(purposes?: Record<string, boolean>) {
      write('consent', { ok: true, at: new Date(now()).toISOString(), purposes })
    },
    /** Deletes everything. Only where silence would be taken for consent, the one word no stays. */
    forget() {
      user = undefined
      for (const key of [...store.keys(), 'id']) store.remove(key)
      if (options.consent !== 'required') write('consent', { ok: false, at: new Date(now()).toISOString() })
    },
    reset: () => {
      user = landing = undefined
      for (const key of ['user', 'id', 'session', 'campaign']) store.remove(key)
    },
  }
}
