export { cast, plantCast } from './cast.ts'
export { testDatabase, type TestDatabase } from './test-database.ts'
