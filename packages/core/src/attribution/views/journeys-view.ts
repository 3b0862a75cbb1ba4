import { Invalid } from '@throughline/canonical'
import { creditedJourneys, type Credited, type CreditedInput } from '../compare/credited-journeys.ts'
import { groupPlaces } from '../compare/group-places.ts'
import { journeyLines } from './journey-lines.store.ts'
import { loadColumns } from './load-columns.ts'
import { searchedJourneys } from './search-journeys.store.ts'
import type { JourneysInput, JourneysView } from './views.ts'
import type { ViewDeps, Within } from './within.ts'

/** Journeys of a range, newest first: all, those found by a text, or those that a row of the comparison is made of. */
export async function journeysView(within: Within, deps: ViewDeps, input: JourneysInput): Promise<JourneysView> {
  const after = input.cursor === undefined ? 0 : placeIn(input.cursor)
  const { ground, columns, filter, only } = await within(async (inside) => {
    const loaded = await loadColumns(inside, deps, input)
    const search = input.search?.trim() ?? ''
    return { ...loaded, only: search === '' ? null : await searchedJourneys(inside, { ...input, search }) }
  })
  const { channelOf, groupOf, groups } = groupPlaces(ground.places.byNo, input.place ?? 'channel')
  const row = input.of === undefined ? undefined : groups.findIndex(({ key }) => (key ?? '') === input.of)
  const asked = Uint8Array.from(groupOf, (group) => (row === undefined || group === row ? 1 : 0))
  const work: CreditedInput = { columns, filter, model: ground.setting.model, channelOf, asked, only }
  const found = await deps.threads.run<Credited>(creditedJourneys.name, work)

  const end = Math.min(found.journeyNo.length, after + input.limit)
  const numbers = Array.from(found.journeyNo.subarray(after, end))
  const lines = await within(async (inside) => {
    const lines = await journeyLines(inside, numbers, ground.places)
    const names = await deps.maskedNames(
      inside,
      lines.map(({ contactNo }) => contactNo),
    )
    return lines.map((line) => ({ ...line, donor: names.get(line.contactNo) ?? 'Someone' }))
  })
  const byNo = new Map(lines.map((line) => [line.journeyNo, line]))
  return {
    rows: numbers.flatMap((no, i) => {
      const line = byNo.get(no)
      return line ? [{ ...line, credited: row === undefined ? null : (found.credited[after + i] ?? 0) }] : []
    }),
    next: end < found.journeyNo.length ? String(end) : null,
    total: { ...found.total, credited: row === undefined ? null : found.total.credited },
  }
}

function placeIn(cursor: string): number {
  const place = Number(cursor)
  if (!Number.isSafeInteger(place) || place < 0) throw new Invalid('This is not a place in the list.', 'cursor')
  return place
}
