import type { Faults } from '@throughline/connector-kit/testing'
import { openHubSpot } from './hubspot.ts'
import { mattersOf, type Matter } from './matter.ts'
import { openMeta } from './meta.ts'
import { openOpenPhone } from './openphone.ts'
import { openSalesforce } from './salesforce.ts'
import { openSwitchboard } from './switchboard.ts'
import type { OutsideSystem, SystemOptions } from './system.ts'
import { troubleOf } from './trouble.ts'

/** One client's outside systems beside ActBlue: none is made before it is needed. */
export interface Systems {
  /** As the house meets them: with limits, and trouble now and then. */
  all: readonly OutsideSystem[]
  /** Each with its books. */
  meta: ReturnType<typeof openMeta>
  switchboard: ReturnType<typeof openSwitchboard>
  openphone: ReturnType<typeof openOpenPhone>
  hubspot: ReturnType<typeof openHubSpot>
  salesforce: ReturnType<typeof openSalesforce>
  matters: readonly Matter[]
}

export function openSystems(options: SystemOptions): Systems {
  const { slug } = options.place.client
  const each = {
    meta: openMeta(options),
    switchboard: openSwitchboard(options),
    openphone: openOpenPhone(options),
    hubspot: openHubSpot(options),
    salesforce: openSalesforce(options),
  }
  return {
    ...each,
    all: Object.values(each).map((system) => troubled(system, `${options.seed} ${slug} ${system.connector}`)),
    matters: mattersOf(slug, each),
  }
}

type Emulated = OutsideSystem & { emulator(): { faults: Faults } }

function troubled(system: Emulated, seed: string): OutsideSystem {
  const trouble = troubleOf(seed)
  let calm = true
  return {
    ...system,
    setLimits(limits) {
      calm = limits === 'off'
      system.setLimits(limits)
    },
    fetch(request) {
      const fault = calm ? undefined : trouble()
      if (fault) system.emulator().faults.next(fault)
      return system.fetch(request)
    },
  }
}
