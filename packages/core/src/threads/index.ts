export { openThreads, type Threads } from './pool.ts'
