export * from './clock.ts'
export * from './emulator.ts'
export * from './faults.ts'
