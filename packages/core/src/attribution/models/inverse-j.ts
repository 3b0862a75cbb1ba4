import { shape } from './shape.ts'

/** Inverse J: 60 first, 20 last, 20 over those between; of two touches the first has 75, the last 25. */
export const inverseJ = shape({ first: 0.6, last: 0.2 }, 0.2)
