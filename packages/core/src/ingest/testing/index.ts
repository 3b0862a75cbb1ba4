export { ingestFaults } from './ingest-faults.ts'
