import { router } from '../trpc/builder.ts'
import { actions } from './actions.ts'
import { agency } from './agency.ts'
import { alerts } from './alerts.ts'
import { attribution } from './attribution.ts'
import { audit } from './audit.ts'
import { connections } from './connections.ts'
import { contacts } from './contacts.ts'
import { conversionsOut } from './conversions-out.ts'
import { dev } from './dev.ts'
import { events } from './events.ts'
import { eventImports } from './event-imports.ts'
import { firstOwner } from './first-owner.ts'
import { goals } from './goals.ts'
import { invitation } from './invitation.ts'
import { jobs } from './jobs.ts'
import { keys } from './keys.ts'
import { links } from './links.ts'
import { matching } from './matching.ts'
import { members } from './members.ts'
import { metrics } from './metrics.ts'
import { overview } from './overview.ts'
import { pipeline } from './pipeline.ts'
import { portfolio } from './portfolio.ts'
import { proof } from './proof.ts'
import { quality } from './quality.ts'
import { recurring } from './recurring.ts'
import { segments } from './segments.ts'
import { session } from './session.ts'
import { settings } from './settings.ts'
import { visits } from './visits.ts'
import { writeBack } from './write-back.ts'

/** Every procedure of the app, by noun. */
export const appRouter = router({
  session,
  invitation,
  firstOwner,
  portfolio,
  overview,
  proof,
  quality,
  metrics,
  recurring,
  attribution,
  pipeline,
  connections,
  actions,
  alerts,
  conversionsOut,
  writeBack,
  jobs,
  keys,
  eventImports,
  links,
  matching,
  segments,
  goals,
  members,
  agency,
  settings,
  audit,
  contacts,
  events,
  visits,
  dev,
})
export type AppRouter = typeof appRouter
