export * from './check-connector.ts'
export * from './new-connector.ts'
