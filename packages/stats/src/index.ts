export * from './absorbing-chain.ts'
export * from './distributions.ts'
export * from './rng.ts'
