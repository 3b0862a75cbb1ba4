import { describe, expect, test } from 'vitest'
import { connect } from '../connect.ts'
import type { Drive } from './drive.ts'

const signal = new AbortController().signal

export function checksActions<Config, Secrets, App>(fresh: () => Drive<Config, Secrets, App>): void {
  const start = (name: string) => {
    const drive = fresh()
    const action = drive.connector.actions[name]
    const example = drive.emulator.actions?.[name]
    const writes = drive.emulator.writes
    if (!action || example === undefined || !writes)
      throw new Error(`the emulator of ${drive.connector.id} has an example of every action and counts writes`)
    return { action, writes, input: action.input.parse(example), ctx: connect({ ...drive, signal }) }
  }

  describe.each(Object.keys(fresh().connector.actions))('the action %s', (name) => {
    test('is previewed without changing anything', async () => {
      const { action, input, ctx, writes } = start(name)
      const before = writes()
      const effect = await action.preview(ctx, input)
      expect(effect.summary.length).toBeGreaterThan(10)
      expect(writes()).toBe(before)
    })

    test('is done once, and after a crash is found by its key or safely done again', async () => {
      const { action, input, ctx, writes } = start(name)
      const before = writes()
      expect(await action.find(ctx, 'key-1', input)).toBeUndefined()
      const done = await action.run(ctx, input, 'key-1')
      expect(writes()).toBeGreaterThan(before)
      const after = writes()
      if (action.repeatable) {
        expect(await action.find(ctx, 'key-1', input)).toBeUndefined()
        expect(await action.run(ctx, input, 'key-1')).toMatchObject({ ref: done.ref })
        expect(writes()).toBe(after)
        return
      }
      expect(await action.find(ctx, 'key-1', input)).toMatchObject({ ref: done.ref })
      expect(writes()).toBe(after)
    })

    test('is taken back where that can be', async () => {
      const { action, input, ctx } = start(name)
      const before = await action.preview(ctx, input)
      const done = await action.run(ctx, input, 'key-2')
      if (!action.undo) return
      await action.undo(ctx, done, input)
      expect((await action.preview(ctx, input)).before).toEqual(before.before)
    })
  })
}
