import { z } from 'zod'

/** How times are written in a file. */
export const timeFormats = ['iso', 'month_first', 'day_first', 'epoch_s', 'epoch_ms'] as const
export const TimeFormat = z.enum(timeFormats)
export type TimeFormat = z.infer<typeof TimeFormat>

/** What a cell of a file becomes. */
export const cellTypes = ['as_is', 'text', 'number', 'yes_no'] as const
export const CellType = z.enum(cellTypes)
export type CellType = z.infer<typeof CellType>

const Column = z.string().min(1).max(300)
const ColumnOrValue = z.union([z.object({ column: Column }), z.object({ value: z.string().min(1).max(200) })])

/** Which column of an imported file is what of an event. */
export const ImportMapping = z.object({
  /** Null: derived from the row, so that the same file twice is the same events. */
  eventId: Column.nullable(),
  eventType: ColumnOrValue,
  source: ColumnOrValue,
  timestamp: z.object({ column: Column, format: TimeFormat, zone: z.string().min(1).max(100) }),
  userId: Column.nullable(),
  anonymousId: Column.nullable(),
  sessionId: Column.nullable(),
  region: Column.nullable(),
  properties: z
    .array(z.object({ column: Column, name: z.string().regex(/^[A-Za-z_][\w.-]{0,99}$/), type: CellType }))
    .max(200),
})
export type ImportMapping = z.infer<typeof ImportMapping>
