export { workFaults } from './work-faults.ts'
