export type * from './contract/index.ts'
export type { AppRouter } from './routers/index.ts'
