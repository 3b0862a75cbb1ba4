import { shape } from './shape.ts'

/** J: 60 last, 20 first, 20 over those between; of two touches the first has 25, the last 75. */
export const jShaped = shape({ first: 0.2, last: 0.6 }, 0.2)
