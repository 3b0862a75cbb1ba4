import type { EmulatedEvent, EmulatedSource } from './emulator-events.ts'
import {
  emulatedTypes,
  mergedHistory,
  newObject,
  type EmulatedObject,
  type EmulatedType,
  type NewObject,
} from './emulator-object.ts'
import type { EmulatedCampaign, EmulatedForm, EmulatedOwner, EmulatedPipeline } from './emulator-small.ts'
import { EmulatedTies, primaryCompanyType } from './emulator-ties.ts'

/** The books of the emulated HubSpot: lists, batches, search, associations and webhooks are drawn from the same records. */
export class HubSpotLedger {
  readonly portalId: string
  readonly #objects = new Map<EmulatedType, Map<string, EmulatedObject>>()
  readonly #sortedIds = new Map<EmulatedType, string[]>()
  readonly #ties = new EmulatedTies()
  /** Of a type: what a merged id stands for now. */
  readonly merged = new Map<string, string>()
  readonly pipelines: EmulatedPipeline[] = []
  readonly owners: EmulatedOwner[] = []
  readonly campaigns: EmulatedCampaign[] = []
  readonly forms: EmulatedForm[] = []
  /** Told of every change of a record, for the search index. */
  onChange: (type: EmulatedType, object: EmulatedObject) => void = () => {}
  /** Told of every event that a webhook would tell of. */
  onEvent: (event: EmulatedEvent) => void = () => {}
  #lastId = 90_000

  constructor(portalId: string) {
    this.portalId = portalId
    for (const type of emulatedTypes) this.#objects.set(type, new Map())
  }

  all(type: EmulatedType): Iterable<EmulatedObject> {
    return this.#of(type).values()
  }

  count(type: EmulatedType): number {
    return this.#of(type).size
  }

  /** The record under this id, or the one it was merged into. */
  find(type: EmulatedType, id: string): EmulatedObject | undefined {
    return this.#of(type).get(this.merged.get(`${type} ${id}`) ?? id)
  }

  get(type: EmulatedType, id: string): EmulatedObject {
    const object = this.#of(type).get(id)
    if (!object) throw new Error(`the emulated HubSpot has no ${type} ${id}`)
    return object
  }

  /** Ids in the order of lists. */
  ids(type: EmulatedType): readonly string[] {
    const known = this.#sortedIds.get(type)
    if (known) return known
    const sorted = [...this.#of(type).keys()].sort((a, b) => Number(a) - Number(b))
    this.#sortedIds.set(type, sorted)
    return sorted
  }

  add(type: EmulatedType, given: NewObject, source: EmulatedSource = 'CRM_UI'): EmulatedObject {
    const id = String(given.id ?? this.#lastId + 1)
    this.#lastId = Math.max(this.#lastId, Number(id))
    const { at } = given
    const object = newObject(type, id, given, source)
    const objects = this.#of(type)
    const isLast = Number(id) >= Number(this.#sortedIds.get(type)?.at(-1) ?? 0)
    if (isLast && !objects.has(id)) this.#sortedIds.get(type)?.push(id)
    else this.#sortedIds.delete(type)
    objects.set(id, object)
    for (const contact of given.contacts ?? []) this.tie(type, id, 'contacts', String(contact), { at, quiet: true })
    for (const [index, company] of (given.companies ?? []).entries())
      this.tie(type, id, 'companies', String(company), { at, quiet: true, primary: index === 0 })
    this.onChange(type, object)
    this.onEvent({ type, what: 'creation', id, at, source })
    return object
  }

  /** Writes values, as a person or an app does; values that are already so change nothing. */
  update(
    type: EmulatedType,
    id: string,
    values: Record<string, string | null>,
    { at, source = 'CRM_UI' }: { at: number; source?: EmulatedSource },
  ): EmulatedObject {
    const object = this.get(type, id)
    for (const [name, value] of Object.entries(values)) {
      const before = object.properties[name] ?? null
      if (before === (value || null)) continue
      // What a property was before it was first written is a version as well.
      const versions = (object.history[name] ??=
        before === null ? [] : [{ value: before, at: object.createdAt, source }])
      versions.unshift({ value: value || null, at, source })
      object.properties[name] = value || null
      this.onEvent({ type, what: 'propertyChange', id, at, source, property: name, value: value ?? '' })
    }
    object.updatedAt = at
    this.onChange(type, object)
    return object
  }

  moveStage(id: string, stage: string, at: number, source: EmulatedSource = 'CRM_UI'): EmulatedObject {
    const deal = this.update('deals', id, { dealstage: stage }, { at, source })
    deal.properties.hs_v2_date_entered_current_stage = new Date(at).toISOString()
    return deal
  }

  /** Modified without a change that anybody sees: HubSpot does so by the thousands. */
  touch(type: EmulatedType, id: string, at: number): void {
    const object = this.get(type, id)
    object.updatedAt = at
    this.onChange(type, object)
  }

  /** Into the archive: the time of its last change stays. */
  archive(type: EmulatedType, id: string, at: number): void {
    const object = this.get(type, id)
    object.archivedAt = at
    this.onChange(type, object)
    this.onEvent({ type, what: 'deletion', id, at, source: 'CRM_UI' })
  }

  restore(type: EmulatedType, id: string, at: number): void {
    const object = this.get(type, id)
    delete object.archivedAt
    this.onChange(type, object)
    this.onEvent({ type, what: 'restore', id, at, source: 'CRM_UI' })
  }

  /** For good, as after 90 days in the archive, or for privacy. */
  purge(type: EmulatedType, id: string, at: number, privacy = false): void {
    const object = this.get(type, id)
    this.#drop(type, object)
    this.onEvent({ type, what: privacy ? 'privacyDeletion' : 'deletion', id, at, source: 'CRM_UI' })
  }

  /** Two records become a third, which lists both; `keepId` for merges of before 2025, where the first one went on. */
  merge(type: EmulatedType, primary: string, other: string, at: number, { keepId = false } = {}): EmulatedObject {
    const [first, second] = [this.get(type, primary), this.get(type, other)]
    const before = [first, second].flatMap(({ id, properties }) => [
      id,
      ...(properties.hs_merged_object_ids ?? '').split(';').filter((each) => each !== ''),
    ])
    const properties = {
      ...second.properties,
      ...Object.fromEntries(Object.entries(first.properties).filter(([, value]) => value !== null)),
      hs_merged_object_ids: [...new Set(before)].join(';'),
    }
    const ties = emulatedTypes.flatMap((to) =>
      [primary, other].flatMap((id) => this.tied(type, id, to).map(([toId, kinds]) => ({ to, toId, kinds }))),
    )
    const history = mergedHistory(first, second)
    this.#drop(type, second)
    if (!keepId) this.#drop(type, first)
    const created = Math.min(first.createdAt, second.createdAt)
    const id = keepId ? primary : undefined
    const winner = this.add(type, { ...(id ? { id } : {}), properties, at: created, modifiedAt: at }, 'MERGE_OBJECTS')
    winner.history = history
    for (const { to, toId, kinds } of ties)
      this.tie(type, winner.id, to, toId, { at, quiet: true, primary: kinds.has(primaryCompanyType) })
    for (const each of before) if (each !== winner.id) this.merged.set(`${type} ${each}`, winner.id)
    this.onEvent({ type, what: 'merge', id: primary, at, source: 'CRM_UI', merged: [other], newId: winner.id })
    return winner
  }

  /** The record's own time of change stays. */
  tie(
    from: EmulatedType,
    fromId: string,
    to: EmulatedType,
    toId: string,
    { at, primary = false, quiet = false }: { at: number; primary?: boolean; quiet?: boolean },
  ): void {
    this.#ties.tie(from, fromId, to, toId, primary)
    if (!quiet) this.onEvent({ type: from, what: 'associationChange', id: fromId, at, source: 'CRM_UI', to, toId })
  }

  untie(from: EmulatedType, fromId: string, to: EmulatedType, toId: string, at: number): void {
    this.#ties.untie(from, fromId, to, toId)
    const removed = true
    this.onEvent({ type: from, what: 'associationChange', id: fromId, at, source: 'CRM_UI', to, toId, removed })
  }

  /** Live records that this one is tied to, with the numbers of the ties. */
  tied(from: EmulatedType, fromId: string, to: EmulatedType): [string, ReadonlySet<number>][] {
    return this.#ties.of(from, fromId, to).filter(([id]) => {
      const other = this.#of(to).get(id)
      return other !== undefined && other.archivedAt === undefined
    })
  }

  #of(type: EmulatedType): Map<string, EmulatedObject> {
    return this.#objects.get(type) as Map<string, EmulatedObject>
  }

  #drop(type: EmulatedType, object: EmulatedObject): void {
    this.#of(type).delete(object.id)
    this.#sortedIds.delete(type)
    this.onChange(type, { ...object, archivedAt: object.archivedAt ?? object.updatedAt })
  }
}
