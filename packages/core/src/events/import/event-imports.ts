import type { ImportMapping } from '@throughline/canonical/event'
import type { Actor } from '@throughline/db'
import type { FileFormat } from './file-row.ts'

/**
 * Where an import stands. `uploading`: its file is on the way, or never came whole. `stopped`: what was written stays until it is
 * undone or the rest is written.
 */
export const importStates = [
  'uploading',
  'ready',
  'writing',
  'written',
  'stopped',
  'undoing',
  'undone',
  'deleted',
] as const
export type ImportState = (typeof importStates)[number]

/** What is being done with an import. */
export const importSteps = ['check', 'write', 'undo'] as const
export type ImportStep = (typeof importSteps)[number]

/** Rows that were refused for one reason. */
interface RefusedFor {
  code: string
  field: string | null
  reason: string
  n: number
  /** The first of them. */
  row: number
}

/** What a dry run found. */
export interface ImportReport {
  rows: number
  good: number
  /** Of the good ones: their ids were taken before. */
  known: number
  rejected: number
  /** The most frequent first. */
  causes: RefusedFor[]
  /** Every row was looked at. */
  whole: boolean
}

/** Work under way, or the last that was. */
export interface ImportWork {
  step: ImportStep
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  /** 0–1. */
  progress: number
  etaSeconds: number | null
  stopping: boolean
  say: string | null
}

export interface ImportCard {
  importId: string
  name: string
  format: FileFormat
  state: ImportState
  madeBy: string
  createdAt: string
  finishedAt: string | null
  rows: number
  /** Rows that were dealt with. */
  done: number
  accepted: number
  duplicates: number
  rejected: number
  /** Events taken back. */
  undone: number
  work: ImportWork | null
}

interface ImportDetail extends ImportCard {
  columns: string[]
  /** Null while the file is on its way. */
  mapping: ImportMapping | null
  report: ImportReport | null
  fileBytes: number
  /** What a kind and a source may be called here. */
  kinds: string[]
  sources: string[]
}

/** One row of a preview: what it would be, with addresses masked, or why not. */
export interface PreviewRow {
  row: number
  ok: boolean
  code: string | null
  field: string | null
  reason: string | null
  type: string
  at: string
  who: string
  properties: string
}

/** A row that was refused on being written. */
export interface RefusedRow {
  row: number
  code: string
  field: string
  reason: string
}

export interface UploadInput {
  name: string
  format: FileFormat
  /** The file as it comes. */
  chunks: AsyncIterable<Uint8Array>
}

/** Files of past events: brought in, looked at, written, and taken back. */
export interface EventImports {
  list(actor: Actor, tenantId: string): Promise<ImportCard[]>
  read(actor: Actor, tenantId: string, importId: string): Promise<ImportDetail>
  /** Keeps a file, sealed, piece by piece as it comes. Nothing of it is an event yet. */
  upload(actor: Actor, tenantId: string, input: UploadInput): Promise<{ importId: string }>
  /** The first rows as the mapping has them. Writes nothing. */
  preview(actor: Actor, tenantId: string, importId: string): Promise<PreviewRow[]>
  /** Keeps the mapping. */
  map(actor: Actor, tenantId: string, importId: string, mapping: ImportMapping): Promise<void>
  /** Begins a dry run, the writing, or the undoing. */
  start(actor: Actor, tenantId: string, importId: string, step: ImportStep): Promise<void>
  /** Stops what is under way after the piece at hand. An undoing is not stopped. */
  stop(actor: Actor, tenantId: string, importId: string): Promise<void>
  /** Forgets a file of which nothing was written. */
  remove(actor: Actor, tenantId: string, importId: string): Promise<void>
  /** Rows that were refused on being written, in their order. */
  refused(
    actor: Actor,
    tenantId: string,
    importId: string,
    page: { after: number; limit: number },
  ): Promise<{ rows: RefusedRow[]; next: number | null }>
}
