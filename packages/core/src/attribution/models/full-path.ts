import { shape } from './shape.ts'

/** Full path: 22.5 each to the first touch and to those that made the lead, the opportunity and the close; 10 over the rest. */
export const fullPath = shape({ first: 0.225, lead: 0.225, opportunity: 0.225, close: 0.225 }, 0.1)
