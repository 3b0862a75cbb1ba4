export type { Connections, PageInput, PageOf } from './connections.ts'
export type * from './views.ts'
