export * from './count.ts'
export * from './day.ts'
export * from './instant.ts'
export * from './money.ts'
