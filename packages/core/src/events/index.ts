export { createEventIntake, type EventIntake, type EventRequest, type TakenEvents } from './take-events.ts'
