export { cast, plantCast } from './cast.ts'
export { planFaults, sentBy, type Sent } from './plans.ts'
export { testDatabase, type TestDatabase } from './test-database.ts'
