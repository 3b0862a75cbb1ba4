export {
  plantDemo,
  type DemoHouse,
  type DemoTenant,
  type NoticeUrls,
  type PlantedDemo,
  type PlantOptions,
} from './plant-demo.ts'
export { post } from './post.ts'
export { runTrickle, type TrickleOptions } from './run-trickle.ts'
export { catchUp, openStory, type Story } from './story.ts'
export { demoSecrets } from './demo-secrets.ts'
export { clients, type Client } from './client.ts'
export type { Donor } from './donor.ts'
export { futureOf, trickle, type Arrival, type Happening } from './future.ts'
export type { LineItem, Millis, Plan } from './line-item.ts'
export { demoPeople, type DemoPerson } from './people.ts'
export { endedWithin, standingOf } from './plan.ts'
export { journeyFiles } from './journeys/journey-history.ts'
export type { GiftTruth } from './journeys/truth.ts'
export { openSource, type ClientSource, type DemoSource, type EmulatorSecrets, type SourceOptions } from './source.ts'
export { dealTotals, type CrmBook, type DealTotals } from './crm/crm-book.ts'
export { textTotals, type TextTotals } from './texts/text-totals.ts'
export { totalsByDay, totalsOver, type DayTotals } from './totals.ts'
export { world, type ClientWorld, type World, type WorldSize } from './world.ts'
export { zoneClock, type ZoneClock } from './zone-clock.ts'
