export { StartFailure } from './start-failure.ts'
export { startThrowawayServer, type ThrowawayServer } from './throwaway.ts'
