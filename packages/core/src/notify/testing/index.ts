export type { AlertFault, AlertFaults, FaultPlace } from './alert-fault.ts'
export { notifyFaults } from './notify-faults.ts'
export { webhookEmulator, type WebhookEmulator } from './webhook-emulator.ts'
