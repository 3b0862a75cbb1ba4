/**
 * How often the standard rules are right, and how many of the kind they find, on invented people whose kinds are known
 * (`packages/world/src/segments`); measured anew by `precision.test.ts`, which fails where this says something else.
 */
export const standardPrecision: {
  people: number
  of: Readonly<Record<string, { precision: number; recall: number }>>
} = {
  people: 4_000,
  of: {
    high_spender: { precision: 0.93, recall: 0.87 },
    frequent: { precision: 0.81, recall: 0.87 },
    weekend: { precision: 0.94, recall: 0.54 },
    category_focused: { precision: 0.88, recall: 0.57 },
    location_clustered: { precision: 0.99, recall: 0.58 },
    new: { precision: 0.97, recall: 1 },
    inactive: { precision: 0.99, recall: 0.89 },
    seasonal: { precision: 1, recall: 0.25 },
  },
}
