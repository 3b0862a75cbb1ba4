import { shape } from './shape.ts'

/** U: 40 first, 40 last, 20 over those between. One touch has all, two have half each. */
export const positionBased = shape({ first: 0.4, last: 0.4 }, 0.2)
