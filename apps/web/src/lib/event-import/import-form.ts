import type { Answers } from '#lib/app-router.ts'

export type EventImport = Answers['eventImports']['read']
export type ImportCard = Answers['eventImports']['list'][number]
type Mapping = NonNullable<EventImport['mapping']>

/** A column or a fixed value as one option of a list. */
export const choiceOf = (from: Mapping['source']): string =>
  'column' in from ? `column:${from.column}` : `value:${from.value}`

const fromChoice = (choice: string): Mapping['source'] => {
  const [, kind, name = ''] = /^(column|value):(.*)$/s.exec(choice) ?? []
  return kind === 'column' ? { column: name } : { value: name }
}

/** Columns that may be properties: those that the mapping uses for nothing else. */
export function freeColumns(columns: readonly string[], mapping: Mapping): string[] {
  const { eventId, eventType, source, timestamp, userId, anonymousId, sessionId, region } = mapping
  const used = new Set([
    ...[eventId, timestamp.column, userId, anonymousId, sessionId, region],
    ...[eventType, source].map((from) => ('column' in from ? from.column : null)),
  ])
  return columns.filter((column) => !used.has(column))
}

/** A column's name as a property may be called. */
export const propertyName = (column: string): string =>
  column
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 100) || 'value'

/** What the form of columns says, as the API takes it; the API judges it. */
export function mappingFrom(form: FormData): Mapping {
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
  const optional = (name: string) => text(name) || null
  const properties = form.getAll('property').flatMap((column) => {
    if (typeof column !== 'string') return []
    const type = text(`type:${column}`) as Mapping['properties'][number]['type'] | ''
    return type === '' ? [] : [{ column, name: text(`name:${column}`).trim(), type }]
  })
  const mapping: Mapping = {
    eventId: optional('eventId'),
    eventType: fromChoice(text('eventType')),
    source: fromChoice(text('source')),
    timestamp: {
      column: text('timestamp'),
      format: text('format') as Mapping['timestamp']['format'],
      zone: text('zone').trim(),
    },
    userId: optional('userId'),
    anonymousId: optional('anonymousId'),
    sessionId: optional('sessionId'),
    region: optional('region'),
    properties,
  }
  // A column that was free before and is something else now is no property as well: it may hold who somebody is.
  const free = new Set(
    freeColumns(
      properties.map(({ column }) => column),
      mapping,
    ),
  )
  return { ...mapping, properties: properties.filter(({ column }) => free.has(column)) }
}

/** Whether something is being done with an import. */
export const isBusy = ({ work }: Pick<ImportCard, 'work'>): boolean =>
  work?.state === 'queued' || work?.state === 'running'
