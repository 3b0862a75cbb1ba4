export { createEventIntake, type EventIntake, type EventRequest, type TakenEvents } from './take-events.ts'
export { createEventDesk } from './create-event-desk.ts'
export type { EventDesk, EventDeskDeps } from './event-desk.ts'
