import type { EmulatedSource } from './emulator-events.ts'

export const emulatedTypes = ['contacts', 'companies', 'deals', 'leads', 'notes', 'communications'] as const
export type EmulatedType = (typeof emulatedTypes)[number]

/** One version of a property, as history tells it. Epoch milliseconds. */
export interface EmulatedVersion {
  value: string | null
  at: number
  source: EmulatedSource
}

/** One record of the emulated CRM. Times are epoch milliseconds. */
export interface EmulatedObject {
  id: string
  properties: Record<string, string | null>
  createdAt: number
  updatedAt: number
  archivedAt?: number
  /** Of the properties whose versions matter, newest first. */
  history: Record<string, EmulatedVersion[]>
  /** Sent with a time that is none. */
  broken?: boolean
  /** Counted by search, given by nothing. */
  lost?: boolean
}

export interface NewObject {
  /** The next free one where unsaid. */
  id?: string | number
  properties?: Record<string, string | null>
  /** When it was made. */
  at: number
  /** When it was last modified; as made where unsaid. */
  modifiedAt?: number
  /** Stages that a deal went through, oldest first; its `dealstage` is the last. */
  stages?: { stage: string; at: number }[]
  contacts?: (string | number)[]
  companies?: (string | number)[]
  broken?: boolean
}

/** A record as it is first; a deal has the history of its stages. */
export function newObject(type: EmulatedType, id: string, given: NewObject, source: EmulatedSource): EmulatedObject {
  const { at, modifiedAt = at, stages, broken } = given
  const plain = { id, properties: { ...given.properties }, createdAt: at, updatedAt: modifiedAt, history: {} }
  if (type !== 'deals') return { ...plain, ...(broken ? { broken } : {}) }
  const stage = stages?.at(-1)?.stage ?? given.properties?.dealstage ?? 'appointmentscheduled'
  const pipeline = given.properties?.pipeline ?? 'default'
  const moves = stages ?? [{ stage, at }]
  return {
    ...plain,
    properties: { ...plain.properties, dealstage: stage, pipeline },
    history: {
      dealstage: moves.map((move) => ({ value: move.stage, at: move.at, source })).reverse(),
      pipeline: [{ value: pipeline, at, source }],
    },
    ...(broken ? { broken } : {}),
  }
}

/** The versions of both, newest first. */
export function mergedHistory(a: EmulatedObject, b: EmulatedObject): Record<string, EmulatedVersion[]> {
  const names = new Set([...Object.keys(a.history), ...Object.keys(b.history)])
  const of = (name: string) => [...(a.history[name] ?? []), ...(b.history[name] ?? [])].sort((x, y) => y.at - x.at)
  return Object.fromEntries([...names].map((name) => [name, of(name)]))
}
