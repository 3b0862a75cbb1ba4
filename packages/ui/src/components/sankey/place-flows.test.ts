import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeFlows, ribbon, type Flow } from './place-flows.ts'

const box = { height: 300, gap: 10 }
const ids = ['a', 'b', 'c', 'd']
const some = fc.array(
  fc.record({
    first: fc.constantFrom(...ids),
    last: fc.constantFrom(...ids),
    kind: fc.constantFrom('x', 'y'),
    net: fc.integer({ min: -5, max: 1000 }),
  }),
  { minLength: 1, maxLength: 30 },
)
const stretches = (rows: { first: string; last: string; kind: string; net: number }[]): Flow[] => {
  const kept = rows.filter(({ net }) => net > 0)
  return [
    ...kept.map(({ first, last, net }) => ({ column: 0, from: first, to: last, value: net })),
    ...kept.map(({ last, kind, net }) => ({ column: 1, from: last, to: kind, value: net })),
  ]
}

test('nothing leaves the box, and the nodes of a column never overlap', () => {
  fc.assert(
    fc.property(some, (rows) => {
      const { nodes } = placeFlows(stretches(rows), [...ids, 'x', 'y'], box)
      for (const column of [0, 1, 2]) {
        let below = -box.gap
        for (const node of nodes.filter((each) => each.column === column)) {
          expect(node.top).toBeGreaterThanOrEqual(below + box.gap - 1e-6)
          below = node.top + node.height
        }
        expect(below).toBeLessThanOrEqual(box.height + 1e-6)
      }
    }),
  )
})

test('what leaves a node and what reaches it is as thick as the node is high', () => {
  fc.assert(
    fc.property(some, (rows) => {
      const { nodes, flows } = placeFlows(stretches(rows), [...ids, 'x', 'y'], box)
      for (const node of nodes) {
        const thick = (own: typeof flows) => own.reduce((sum, { thickness }) => sum + thickness, 0)
        const out = flows.filter(({ column, from }) => column === node.column && from === node.id)
        const into = flows.filter(({ column, to }) => column === node.column - 1 && to === node.id)
        if (node.column < 2) expect(thick(out)).toBeCloseTo(node.height, 6)
        if (node.column > 0) expect(thick(into)).toBeCloseTo(node.height, 6)
      }
    }),
  )
})

test('nodes keep the order given in every column', () => {
  const flows = stretches([
    { first: 'b', last: 'a', kind: 'x', net: 10 },
    { first: 'a', last: 'b', kind: 'x', net: 900 },
  ])
  const { nodes } = placeFlows(flows, ['b', 'a', 'x'], box)
  expect(nodes.map(({ column, id }) => `${column}${id}`)).toEqual(['0b', '0a', '1b', '1a', '2x'])
})

test('without anything above nought there is nothing to draw', () => {
  expect(placeFlows([{ column: 0, from: 'a', to: 'b', value: -3 }], ['a', 'b'], box)).toEqual({ nodes: [], flows: [] })
  expect(placeFlows([], [], box)).toEqual({ nodes: [], flows: [] })
})

test('a ribbon is as thick where it arrives as where it leaves', () => {
  const [flow] = placeFlows([{ column: 0, from: 'a', to: 'b', value: 1 }], ['a', 'b'], { height: 40, gap: 0 }).flows
  expect(ribbon(flow!, 0, 50)).toBe('M0 0C25 0 25 0 50 0V40C25 40 25 40 0 40Z')
})
