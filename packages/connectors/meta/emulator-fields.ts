import { GraphRefusal } from './emulator-answer.ts'

/** `a,b{c,d}` as names with what is asked within them. */
export function parseFields(text: string): Map<string, string | undefined> {
  const fields = new Map<string, string | undefined>()
  for (const [, name = '', inner] of text.matchAll(/([\w.]+)(?:\{([^{}]*)\})?/g)) fields.set(name, inner)
  return fields
}

/** The fields that were asked for, and the id. @throws GraphRefusal 100 for one that does not exist */
export function pick(whole: Record<string, unknown>, fields: string | undefined): Record<string, unknown> {
  if (fields === undefined) return { id: whole.id }
  const picked: Record<string, unknown> = { id: whole.id }
  for (const [name, inner] of parseFields(fields)) {
    if (!Object.hasOwn(whole, name))
      throw new GraphRefusal({ code: 100, message: `(#100) Tried accessing nonexisting field (${name})` })
    const value = whole[name]
    if (value === undefined) continue
    picked[name] = inner === undefined ? value : pick(value as Record<string, unknown>, inner)
  }
  return picked
}
