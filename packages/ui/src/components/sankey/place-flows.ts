/** One stretch between two neighbouring columns. */
export interface Flow {
  /** Which column it leaves: 0 is the first. */
  column: number
  from: string
  to: string
  value: number
}

export interface PlacedNode {
  id: string
  column: number
  value: number
  top: number
  height: number
}

export interface PlacedFlow extends Flow {
  id: string
  /** Where its upper edge leaves and arrives, and how thick it is, in the drawing's own units. */
  leaves: number
  arrives: number
  thickness: number
}

/**
 * Lays out flows through columns of nodes: every node as high as what goes through it, every flow as thick as its value, all on one
 * scale. Nodes stand in the order given, the same in each column, so that one that is in several keeps its place.
 * Values below nought have no thickness. Pure.
 */
export function placeFlows(
  flows: readonly Flow[],
  order: readonly string[],
  { height, gap }: { height: number; gap: number },
): { nodes: PlacedNode[]; flows: PlacedFlow[] } {
  const shown = flows.filter(({ value }) => value > 0)
  const columns = Math.max(0, ...shown.map(({ column }) => column + 2))
  const rank = (id: string) => (order.indexOf(id) < 0 ? order.length : order.indexOf(id))
  const through = Array.from({ length: columns }, (_, column) => nodesOf(shown, column, rank))
  const unit = Math.min(
    Infinity,
    ...through.map((nodes) => {
      const total = nodes.reduce((sum, { value }) => sum + value, 0)
      return total > 0 ? Math.max(0, height - gap * (nodes.length - 1)) / total : Infinity
    }),
  )
  if (!Number.isFinite(unit)) return { nodes: [], flows: [] }
  const nodes = through.flatMap((column) => stack(column, unit, gap))
  const topOf = new Map(nodes.map(({ column, id, top }) => [`${column} ${id}`, top]))
  const left = new Map(topOf)
  const arrived = new Map(topOf)
  const take = (places: Map<string, number>, key: string, thickness: number) => {
    const top = places.get(key) ?? 0
    places.set(key, top + thickness)
    return top
  }
  const inTurn = [...shown].sort(
    (one, two) => one.column - two.column || rank(one.from) - rank(two.from) || rank(one.to) - rank(two.to),
  )
  return {
    nodes,
    flows: inTurn.map((flow) => {
      const thickness = flow.value * unit
      return {
        ...flow,
        id: `${flow.column} ${flow.from} ${flow.to}`,
        thickness,
        leaves: take(left, `${flow.column} ${flow.from}`, thickness),
        arrives: take(arrived, `${flow.column + 1} ${flow.to}`, thickness),
      }
    }),
  }
}

function nodesOf(flows: readonly Flow[], column: number, rank: (id: string) => number) {
  const values = new Map<string, number>()
  for (const flow of flows) {
    // The first column is as high as what leaves it, every other as what reaches it.
    if (column === 0 ? flow.column !== 0 : flow.column !== column - 1) continue
    const id = column === 0 ? flow.from : flow.to
    values.set(id, (values.get(id) ?? 0) + flow.value)
  }
  return [...values]
    .map(([id, value]) => ({ id, value, column }))
    .sort((one, two) => rank(one.id) - rank(two.id) || (one.id < two.id ? -1 : 1))
}

function stack(nodes: { id: string; value: number; column: number }[], unit: number, gap: number): PlacedNode[] {
  let top = 0
  return nodes.map((node) => {
    const placed = { ...node, top, height: node.value * unit }
    top += placed.height + gap
    return placed
  })
}

/** The outline of a flow between two columns that are `width` apart. */
export function ribbon({ leaves, arrives, thickness }: PlacedFlow, x: number, width: number): string {
  const [end, middle] = [x + width, x + width / 2]
  const at = (value: number) => Math.round(value * 100) / 100
  return [
    `M${x} ${at(leaves)}C${middle} ${at(leaves)} ${middle} ${at(arrives)} ${end} ${at(arrives)}`,
    `V${at(arrives + thickness)}`,
    `C${middle} ${at(arrives + thickness)} ${middle} ${at(leaves + thickness)} ${x} ${at(leaves + thickness)}Z`,
  ].join('')
}
