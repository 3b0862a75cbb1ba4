export { qualityFaults } from './quality-faults.ts'
