export { goalFaults } from './goal-faults.ts'
