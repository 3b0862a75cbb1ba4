export type { Delivery, Quarantined, QuarantineDesk, Received, Receiver } from './receiver.ts'
