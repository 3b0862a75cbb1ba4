import fc from 'fast-check'
import { pathsOf, type NamedPath, type Paths } from '../paths.ts'

const letters = ['a', 'b', 'c', 'd', 'e']

/** Up to 30 paths of up to 8 touches over five channels, gone a few times each, at least once with a conversion. */
export const someNamedPaths: fc.Arbitrary<NamedPath[]> = fc
  .array(
    fc.record({
      touches: fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 8 }),
      conversions: fc.nat({ max: 20 }),
      value: fc.nat({ max: 1_000 }),
      nulls: fc.nat({ max: 50 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((paths) => paths.map((path, i) => (i === 0 ? { ...path, conversions: path.conversions + 1 } : path)))

export const somePaths: fc.Arbitrary<Paths> = someNamedPaths.map(pathsOf)
