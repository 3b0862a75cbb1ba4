import { shape } from './shape.ts'

/** W: 30 first, 30 where the lead was made, 30 where the opportunity was, 10 over the rest. */
export const wShaped = shape({ first: 0.3, lead: 0.3, opportunity: 0.3 }, 0.1)
