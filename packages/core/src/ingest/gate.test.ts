import { describe, expect, test } from 'vitest'
import { createGate, GateFull } from './gate.ts'

/** A writer whose groups end when the test says so. */
function slowWriter() {
  const groups: { tenantId: string; items: readonly number[]; end: () => void; fail: (error: Error) => void }[] = []
  const write = (tenantId: string, items: readonly number[]) =>
    new Promise<void>((end, fail) => groups.push({ tenantId, items, end, fail }))
  return { groups, write }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('the gate before the database', () => {
  test('what comes while a group is written goes together after it', async () => {
    const { groups, write } = slowWriter()
    const gate = createGate(write)
    const all = [1, 2, 3, 4].map((item) => gate.enter('a', item))
    expect(groups.map(({ items }) => items)).toEqual([[1]])
    groups[0]?.end()
    await settled()
    expect(groups.map(({ items }) => items)).toEqual([[1], [2, 3, 4]])
    groups[1]?.end()
    await Promise.all(all)
  })

  test('at most two groups are written at once, one of a tenant', async () => {
    const { groups, write } = slowWriter()
    const gate = createGate(write)
    for (const tenant of ['a', 'b', 'c', 'a']) void gate.enter(tenant, 1)
    await settled()
    expect(groups.map(({ tenantId }) => tenantId)).toEqual(['a', 'b'])
  })

  test('tenants take turns: a busy one waits behind a quiet one after each group', async () => {
    const { groups, write } = slowWriter()
    const gate = createGate(write, { writers: 1, group: 2 })
    for (let i = 0; i < 7; i += 1) void gate.enter('busy', i)
    void gate.enter('quiet', 1)
    for (let i = 0; i < 5; i += 1) {
      groups[i]?.end()
      await settled()
    }
    expect(groups.map(({ tenantId }) => tenantId)).toEqual(['busy', 'busy', 'quiet', 'busy', 'busy'])
  })

  test('a group that cannot be written fails for those in it alone', async () => {
    const { groups, write } = slowWriter()
    const gate = createGate(write)
    const first = gate.enter('a', 1)
    const second = gate.enter('a', 2)
    groups[0]?.fail(new Error('no database'))
    await expect(first).rejects.toThrow('no database')
    groups[1]?.end()
    await second
  })

  test('groups are made by weight, and what is too heavy for any goes alone', async () => {
    const { groups, write } = slowWriter()
    const gate = createGate<number>(write, { writers: 1, group: 10, weigh: (item) => item, waiting: 30 })
    for (const weight of [1, 4, 6, 7, 12]) void gate.enter('a', weight)
    for (let i = 0; i < 4; i += 1) {
      groups[i]?.end()
      await settled()
    }
    expect(groups.map(({ items }) => items)).toEqual([[1], [4, 6], [7], [12]])
    for (const weight of [1, 20]) void gate.enter('a', weight)
    await expect(gate.enter('a', 11)).rejects.toThrow(GateFull)
  })

  test('a tenant with too much waiting is told so, and no other', async () => {
    const { write } = slowWriter()
    const gate = createGate(write, { waiting: 2 })
    for (let i = 0; i < 3; i += 1) void gate.enter('a', i)
    await expect(gate.enter('a', 4)).rejects.toThrow(GateFull)
    void gate.enter('b', 1)
  })
})
