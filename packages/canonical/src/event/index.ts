export * from './envelope.ts'
export * from './event-types.ts'
export { deliveryChannels } from './campaign-events.ts'
