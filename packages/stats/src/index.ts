export * from './distributions.ts'
export * from './rng.ts'
