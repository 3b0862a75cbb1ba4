export { openExport, type ExportOptions, type ExportSet, type OpenExport } from './open-export.ts'
export type { ExportRow } from './export.store.ts'
