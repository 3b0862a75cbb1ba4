export type { AlertFault, AlertFaults, FaultPlace } from './alert-fault.ts'
