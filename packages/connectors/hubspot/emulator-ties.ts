import type { EmulatedType } from './emulator-object.ts'

/** HubSpot's own numbers of association types. */
export const primaryCompanyType = 5
const plainTypes: Readonly<Record<string, number>> = {
  'deals contacts': 3,
  'contacts deals': 4,
  'deals companies': 341,
  'companies deals': 342,
  'contacts companies': 279,
  'companies contacts': 280,
  'notes contacts': 202,
  'notes deals': 214,
  'communications contacts': 81,
  'communications deals': 85,
}
const plainType = (from: EmulatedType, to: EmulatedType): number => plainTypes[`${from} ${to}`] ?? 1_000

type Tied = Map<string, ReadonlySet<number>>

/** What the emulated records are tied to, from both ends. */
export class EmulatedTies {
  readonly #byKinds = new Map<string, Map<string, Tied>>()

  tie(from: EmulatedType, fromId: string, to: EmulatedType, toId: string, primary: boolean): void {
    const isPrimary = primary && from === 'deals' && to === 'companies'
    const kinds = [plainType(from, to), ...(isPrimary ? [primaryCompanyType] : [])]
    this.#tied(from, fromId, to).set(toId, new Set(kinds))
    this.#tied(to, toId, from).set(fromId, new Set([plainType(to, from)]))
  }

  untie(from: EmulatedType, fromId: string, to: EmulatedType, toId: string): void {
    this.#tied(from, fromId, to).delete(toId)
    this.#tied(to, toId, from).delete(fromId)
  }

  of(from: EmulatedType, fromId: string, to: EmulatedType): [string, ReadonlySet<number>][] {
    return [...(this.#byKinds.get(`${from} ${to}`)?.get(fromId) ?? [])]
  }

  #tied(from: EmulatedType, fromId: string, to: EmulatedType): Tied {
    const byId = this.#byKinds.get(`${from} ${to}`) ?? new Map<string, Tied>()
    this.#byKinds.set(`${from} ${to}`, byId)
    const tied = byId.get(fromId) ?? new Map<string, ReadonlySet<number>>()
    byId.set(fromId, tied)
    return tied
  }
}
