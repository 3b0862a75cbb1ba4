import type { CellType, ImportMapping } from '@throughline/canonical/event'
import { derivedId, plainText } from './derived-id.ts'
import { readTime } from './read-time.ts'
import type { RowValues } from './row-values.ts'

/** Makes events of a file's rows, as a sender would have written them. */
export function rowMapper(mapping: ImportMapping, tenantId: string): (values: RowValues) => Record<string, unknown> {
  const name = plainText(mapping)
  return (values) => {
    const text = (column: string | null): string | undefined => {
      const value = column === null ? undefined : values[column]
      if (typeof value === 'string') return value.trim() || undefined
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
    }
    const said = (from: ImportMapping['source']) => ('value' in from ? from.value : text(from.column))
    const { column, format, zone } = mapping.timestamp
    const time = text(column)
    const region = text(mapping.region)
    const context = { ...propertiesOf(mapping, values, contextPrefix), ...(region ? { region } : {}) }
    const fields: [string, unknown][] = [
      ['event_id', text(mapping.eventId) ?? derivedId(tenantId, name, values)],
      [
        'event_type',
        said(mapping.eventType)
          ?.toLowerCase()
          .replaceAll(/[\s-]+/g, '_'),
      ],
      ['timestamp', time && (readTime(time, format, zone) ?? time)],
      ['user_id', text(mapping.userId)],
      ['anonymous_id', text(mapping.anonymousId)],
      ['session_id', text(mapping.sessionId)],
      ['source', said(mapping.source)],
      ['properties', propertiesOf(mapping, values)],
      ['context', Object.keys(context).length > 0 ? context : undefined],
    ]
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
  }
}

/** Properties of this name are the event's context: what its page, its link and its click said. */
const contextPrefix = 'context.'

function propertiesOf({ properties }: ImportMapping, values: RowValues, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(
    properties.flatMap(({ column, name, type }) => {
      const value = Object.hasOwn(values, column) ? values[column] : undefined
      const isWanted = prefix === '' ? !name.startsWith(contextPrefix) : name.startsWith(prefix)
      return value === undefined || !isWanted ? [] : [[name.slice(prefix.length), cell(value, type)]]
    }),
  )
}

const yes = new Set(['true', 'yes', 'y', 't', '1'])
const no = new Set(['false', 'no', 'n', 'f', '0'])

/** A cell as the mapping wants it. What is not of that kind stays as it is, for the rules to refuse. */
function cell(value: unknown, type: CellType): unknown {
  if (type === 'as_is' || !(typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'))
    return value
  const text = String(value).trim()
  if (type === 'text') return text
  if (type === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : value
  const small = text.toLowerCase()
  return yes.has(small) ? true : no.has(small) ? false : value
}
