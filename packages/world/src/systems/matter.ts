import { usualRows } from '@throughline/connector-switchboard/emulator'
import type { openHubSpot } from './hubspot.ts'
import type { openOpenPhone } from './openphone.ts'
import type { openSwitchboard } from './switchboard.ts'

/** What is the matter with one of a client's systems once its history is read, for the health pages to have something to show. */
export interface Matter {
  connector: string
  /** It passes; a later start does not bring it about again. */
  once?: true
  /** Gives the credentials that are good from then on, where those that were typed are not. */
  befall: () => Record<string, string> | undefined
}

export interface Befallen {
  switchboard: ReturnType<typeof openSwitchboard>
  openphone: ReturnType<typeof openOpenPhone>
  hubspot: ReturnType<typeof openHubSpot>
}

const matters: Readonly<Record<string, (systems: Befallen) => Matter[]>> = {
  'cascadia-clean-water': ({ hubspot, openphone }) => [
    // Somebody made a new token there and told nobody: the connection asks for it.
    { connector: 'hubspot', befall: () => hubspot.revoke() },
    // A contact whose fields are none is set aside alone.
    { connector: 'openphone', befall: () => openphone.emulator().addMalformedRow('contacts') as undefined },
  ],
  'marisol-vega-for-senate': ({ switchboard, openphone }) => [
    {
      connector: 'switchboard',
      befall() {
        switchboard.emulator().rowStyle = { ...usualRows, unknownFields: true }
        return undefined
      },
    },
    {
      connector: 'openphone',
      once: true,
      // A page that lost its shape: that stream stops and says so, the others go on.
      befall() {
        openphone
          .emulator()
          .faults.next({ type: 'status', status: 200, body: '{"data":"none"}' }, { path: '/phone-numbers' })
        return undefined
      },
    },
  ],
}

export const mattersOf = (slug: string, systems: Befallen): Matter[] => matters[slug]?.(systems) ?? []
