import { Instant } from '@throughline/canonical'
import { ImportMapping } from '@throughline/canonical/event'
import { importStates, importSteps } from '@throughline/core/events/import'
import { z } from 'zod'
import { InTenant } from './shared.ts'

const Count = z.int()
/** The answer of `POST /upload/:tenant/events?name=…&format=csv|ndjson`, whose body is the file. */
export const FileFormat = z.enum(['csv', 'ndjson'])

/** Work of an import: the last, or what is under way. `progress` is a share of 1. */
const ImportWork = z.object({
  step: z.enum(importSteps),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  progress: z.number(),
  etaSeconds: z.number().nullable(),
  stopping: z.boolean(),
  say: z.string().nullable(),
})
/** eventImports.list (query, InTenant) → EventImportCard[], the newest first */
export const EventImportCard = z.object({
  importId: z.uuid(),
  name: z.string(),
  format: FileFormat,
  state: z.enum(importStates),
  madeBy: z.string(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
  rows: Count,
  done: Count,
  accepted: Count,
  duplicates: Count,
  rejected: Count,
  undone: Count,
  work: ImportWork.nullable(),
})
const RefusedFor = z.object({
  code: z.string(),
  field: z.string().nullable(),
  reason: z.string(),
  n: Count,
  row: Count,
})
/** eventImports.read (query, OneImport) → EventImport. `mapping` is null while the file is on its way. */
export const EventImport = EventImportCard.extend({
  columns: z.array(z.string()),
  mapping: ImportMapping.nullable(),
  report: z
    .object({
      rows: Count,
      good: Count,
      known: Count,
      rejected: Count,
      causes: z.array(RefusedFor),
      whole: z.boolean(),
    })
    .nullable(),
  fileBytes: Count,
  /** What a kind and a source may be called here. */
  kinds: z.array(z.string()),
  sources: z.array(z.string()),
})
export const OneImport = InTenant.extend({ importId: z.uuid() })
/** eventImports.preview (query, OneImport) → PreviewRow[]; eventImports.map (mutation) → Done */
export const ImportMappingInput = OneImport.extend({ mapping: ImportMapping })
export const PreviewRow = z.object({
  row: Count,
  ok: z.boolean(),
  code: z.string().nullable(),
  field: z.string().nullable(),
  reason: z.string().nullable(),
  type: z.string(),
  at: z.string(),
  who: z.string(),
  properties: z.string(),
})
/** eventImports.start (mutation) → Done; eventImports.stop, eventImports.remove (mutations, OneImport) → Done */
export const ImportStepInput = OneImport.extend({ step: z.enum(importSteps) })
/** eventImports.refused (query) → a page of rows in their order; `after` is the last row seen. */
export const RefusedInput = OneImport.extend({
  after: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
})
export const RefusedRows = z.object({
  rows: z.array(z.object({ row: Count, code: z.string(), field: z.string(), reason: z.string() })),
  next: Count.nullable(),
})
