import { ui } from './words/ui.ts'
import { nav, palette, keys } from './words/frame.ts'
import { errors } from './words/errors.ts'
import { signIn, forgot, reset, invitation, firstOwner } from './words/doors.ts'
import { account } from './words/account.ts'
import { roles, roleHelp, personas } from './words/roles.ts'
import { range } from './words/range.ts'
import { metrics, commerceMetrics, noFigure } from './words/metrics.ts'
import { portfolio } from './words/portfolio.ts'
import { alerts } from './words/alerts.ts'
import { attribution } from './words/attribution.ts'
import { ownRules } from './words/own-rules.ts'
import { journeys } from './words/journeys.ts'
import { overview } from './words/overview.ts'
import { pipeline } from './words/pipeline.ts'
import { goals } from './words/goals.ts'
import { segments } from './words/segments.ts'
import { recurring } from './words/recurring.ts'
import { proof } from './words/proof.ts'
import { creatives } from './words/creatives.ts'
import { texts } from './words/texts.ts'
import { codes } from './words/codes.ts'
import { connections } from './words/connections.ts'
import { conversionsOut } from './words/conversions-out.ts'
import { actions, health } from './words/health.ts'
import { dataHealth } from './words/data-health.ts'
import { events } from './words/events.ts'
import { dictionary, explore } from './words/explore.ts'
import { apiKeys } from './words/api-keys.ts'
import { eventImport } from './words/event-import.ts'
import { writeBack } from './words/write-back.ts'
import { work } from './words/work.ts'
import { members } from './words/members.ts'
import { agency } from './words/agency.ts'
import { audit } from './words/audit.ts'
import { settings } from './words/settings.ts'
import { people } from './words/people.ts'
import { links } from './words/links.ts'
import { outbox } from './words/outbox.ts'

/**
 * Every string of the app, one file an area in words/. Sentence case; words of people; errors say what happened, what is
 * safe and what to do.
 */
export const words = {
  ui,
  product: 'Throughline',
  title: (page: string, tenant?: string) => (tenant ? `${page} · ${tenant}` : `${page} · Throughline`),
  clientTitle: (page: string, tenant: string) => `${page} · ${tenant}`,

  nav,
  palette,
  keys,
  errors,
  signIn,
  forgot,
  reset,
  invitation,
  firstOwner,
  account,
  roles,
  roleHelp,
  personas,
  range,
  metrics,
  commerceMetrics,
  noFigure,
  portfolio,
  overview,
  alerts,
  attribution,
  ownRules,
  codes,
  journeys,
  recurring,
  segments,
  goals,
  texts,
  creatives,
  pipeline,
  proof,
  connections,
  health,
  conversionsOut,
  writeBack,
  actions,
  eventImport,
  work,
  apiKeys,
  dataHealth,
  events,
  explore,
  dictionary,
  members,
  agency,
  audit,
  settings,
  people,
  links,
  outbox,
}
