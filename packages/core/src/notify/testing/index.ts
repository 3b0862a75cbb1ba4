export type { AlertFault, AlertFaults, FaultPlace } from './alert-fault.ts'
export { notifyFaults } from './notify-faults.ts'
