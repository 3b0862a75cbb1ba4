import { z } from 'zod'
import { bodyOf, invalid, json } from './emulator-answers.ts'
import { lowerBound, type SearchIndex } from './emulator-index.ts'
import type { EmulatedObject, EmulatedType } from './emulator-object.ts'
import { modifiedName, sentObject, valueOf } from './emulator-sent.ts'

const Question = z.object({
  filterGroups: z
    .array(
      z.object({
        filters: z.array(
          z.object({
            propertyName: z.string(),
            operator: z.string(),
            value: z.string().optional(),
            values: z.array(z.string()).optional(),
            highValue: z.string().optional(),
          }),
        ),
      }),
    )
    .max(5)
    .default([]),
  sorts: z
    .array(z.object({ propertyName: z.string(), direction: z.string().default('ASCENDING') }))
    .max(1)
    .default([]),
  properties: z.array(z.string()).default([]),
  limit: z.number().int().max(200).default(10),
  after: z.union([z.string(), z.number()]).default('0'),
})
type Question = z.infer<typeof Question>
type Filter = Question['filterGroups'][number]['filters'][number]
type Entry = ReturnType<SearchIndex['sorted']>[number]

/** As far as any question reaches. */
const mostResults = 10_000

/** POST …/search: over the index, five questions a second, ten thousand results of each. */
export async function answerSearch(
  request: Request,
  type: EmulatedType,
  { index, portalId }: { index: SearchIndex; portalId: string },
): Promise<Response> {
  const parsed = Question.safeParse(await bodyOf(request))
  if (!parsed.success) return invalid('Invalid input JSON: the search request does not fit')
  const question = parsed.data
  const after = Number(question.after)
  if (after + question.limit > mostResults)
    return invalid('There was a problem with the request.', [
      { message: 'Paging beyond 10,000 results is not supported', in: 'after' },
    ])
  const sorted = index.sorted(type)
  const found = inOrder(matching(sorted, type, question), type, question)
  const shown: Entry[] = []
  let at = after
  for (; at < found.length && shown.length < question.limit; at += 1) {
    const entry = found[at]
    if (entry && !entry.object.lost) shown.push(entry)
  }
  let next = at
  while (next < found.length && found[next]?.object.lost) next += 1
  const more = next < found.length
  return json(200, {
    total: found.length,
    results: shown.map(({ object, modified }) =>
      sentObject(type, { ...object, updatedAt: modified }, { portalId, properties: question.properties }),
    ),
    ...(more ? { paging: { next: { after: String(at) } } } : {}),
  })
}

function matching(sorted: readonly Entry[], type: EmulatedType, { filterGroups }: Question): readonly Entry[] {
  if (filterGroups.length === 0) return sorted
  const [only] = filterGroups
  if (filterGroups.length > 1 || !only) return sorted.filter((entry) => fitsAny(type, entry, filterGroups))
  // What integrations ask most, answered from the order of the index.
  const time = (operator: string) =>
    only.filters.find((filter) => filter.propertyName === modifiedName(type) && filter.operator === operator)
  const [from, to] = [time('GTE') ?? time('EQ'), time('LTE') ?? time('EQ')]
  const some = sorted.slice(
    from ? lowerBound(sorted, Number(from.value)) : 0,
    to ? lowerBound(sorted, Number(to.value) + 1) : sorted.length,
  )
  const rest = only.filters.filter((filter) => filter !== from && filter !== to)
  return rest.length === 0 ? some : some.filter((entry) => fitsAny(type, entry, [{ filters: rest }]))
}

const fitsAny = (type: EmulatedType, entry: Entry, groups: Question['filterGroups']): boolean =>
  groups.some(({ filters }) => filters.every((filter) => fits(type, entry, filter)))

/** A property that a record does not have fits nothing, and nobody is told. */
function fits(type: EmulatedType, entry: Entry, { propertyName, operator, value, values, highValue }: Filter): boolean {
  const has = indexed(type, entry, propertyName)
  if (operator === 'HAS_PROPERTY') return has !== undefined
  if (operator === 'NOT_HAS_PROPERTY') return has === undefined
  if (has === undefined) return false
  const compare = (with_: string | undefined) => {
    const [a, b] = [numberOf(has), numberOf(with_ ?? '')]
    if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b
    return has < (with_ ?? '') ? -1 : has > (with_ ?? '') ? 1 : 0
  }
  switch (operator) {
    case 'EQ':
      return compare(value) === 0
    case 'NEQ':
      return compare(value) !== 0
    case 'GT':
      return compare(value) > 0
    case 'GTE':
      return compare(value) >= 0
    case 'LT':
      return compare(value) < 0
    case 'LTE':
      return compare(value) <= 0
    case 'BETWEEN':
      return compare(value) >= 0 && compare(highValue) <= 0
    case 'IN':
      return (values ?? []).includes(has.toLowerCase())
    case 'NOT_IN':
      return !(values ?? []).includes(has.toLowerCase())
    default:
      return false
  }
}

const numberOf = (text: string): number => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text))

function indexed(type: EmulatedType, entry: Entry, name: string): string | undefined {
  const object: EmulatedObject = { ...entry.object, updatedAt: entry.modified }
  return valueOf(type, object, name) ?? undefined
}

function inOrder(found: readonly Entry[], type: EmulatedType, { sorts }: Question): readonly Entry[] {
  const [sort] = sorts
  if (!sort) return found
  const sorted =
    sort.propertyName === modifiedName(type)
      ? found
      : sort.propertyName === 'hs_object_id'
        ? isByNumber(found)
          ? found
          : [...found].sort((a, b) => a.number - b.number)
        : [...found].sort((a, b) => {
            const [x = '', y = ''] = [a, b].map((entry) => indexed(type, entry, sort.propertyName))
            return x < y ? -1 : x > y ? 1 : 0
          })
  return sort.direction === 'DESCENDING' ? sorted.toReversed() : sorted
}

const isByNumber = (found: readonly Entry[]): boolean =>
  found.every((entry, at) => at === 0 || (found[at - 1]?.number ?? 0) <= entry.number)
