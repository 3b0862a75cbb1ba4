export * from './envelope.ts'
export * from './event-types.ts'
export * from './import-mapping.ts'
export { deliveryChannels } from './campaign-events.ts'
