export { connectionFaults } from './connection-faults.ts'
