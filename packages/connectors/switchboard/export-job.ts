import {
  countCsvRecords,
  LinkExpired,
  readCsvHeader,
  TruncatedCsv,
  type Ctx,
  type HttpAnswer,
  type Spool,
} from '@throughline/connector-kit'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isObject } from './envelope.ts'
import { bucket, isNotFound, notThere } from './paging.ts'
import type { Config } from './settings.ts'

/** An export that Switchboard is making or has made. */
export const ExportState = z.object({
  askedAt: z.iso.datetime(),
  /** Absent: it has to be asked for. */
  job: z.string().optional(),
  polls: z.number().int(),
  notBefore: z.iso.datetime().optional(),
  /** The link last seen: the same again after it expired means that a new export is needed. */
  staleLink: z.string().optional(),
  /** How many were asked for, and how often another one was in the way. */
  asked: z.number().int(),
  busy: z.number().int().optional(),
  /** The file's length, and how far it has been read. */
  bytes: z.number().int().optional(),
  byte: z.number().int(),
})
export type ExportState = z.infer<typeof ExportState>

export type ExportStep =
  /** To be saved, and asked again not before `state.notBefore`. */
  | { outcome: 'again'; state: ExportState }
  | { outcome: 'ready'; state: ExportState; spool: Spool; columns: string[] }
  | { outcome: 'failed'; why: string }
  /** There is nothing to export. */
  | { outcome: 'gone' }

const pollSeconds = [5, 10, 20, 30]
const patienceMs = 30 * 60_000
/** After so long (a connection was paused) an export shows what has passed. */
const staleMs = 6 * 3_600_000
const asksAllowed = 3
const busyAllowed = 5

/** What is exported: `name` tells its files apart, and holds nothing of a person. */
export interface ExportOf {
  name: string
  path: string
  body: unknown
}

/** The next step of an export: ask for it, ask about it, fetch its file. */
export async function stepExport(ctx: Ctx<Config>, of: ExportOf, before?: ExportState): Promise<ExportStep> {
  if (before) {
    const spool = await ctx.http.spooled(fileOf(of, before))
    if (spool) return { outcome: 'ready', state: before, spool, columns: await readCsvHeader(spool.path) }
    if (before.notBefore !== undefined && Date.parse(before.notBefore) > ctx.now().getTime())
      return { outcome: 'again', state: before }
    if (ctx.now().getTime() - Date.parse(before.askedAt) > staleMs) return ask(ctx, of, undefined)
  }
  return before?.job === undefined ? ask(ctx, of, before) : poll(ctx, of, before, before.job)
}

async function ask(ctx: Ctx<Config>, of: ExportOf, before: ExportState | undefined): Promise<ExportStep> {
  const asked = (before?.asked ?? 0) + 1
  if (asked > asksAllowed) return { outcome: 'failed', why: 'its exports keep failing' }
  const answer = await ctx.http.post(of.path, { bucket, json: of.body, accept: [...notThere, 403, 409] })
  if (answer.status === 403) return { outcome: 'failed', why: 'this key may not export it' }
  if (answer.status === 400) return { outcome: 'failed', why: 'its export is refused' }
  if (isNotFound(answer.status)) return { outcome: 'gone' }
  const told = jobOf(answer)
  const askedAt = ctx.now().toISOString()
  const state: ExportState = { askedAt, polls: 0, asked, byte: 0, ...(told.id === undefined ? {} : { job: told.id }) }
  if (told.link !== undefined) return fetchFile(ctx, of, state, told.link)
  if (told.id !== undefined) return { outcome: 'again', state: { ...state, notBefore: inSeconds(ctx, pollSeconds[0]) } }
  if (answer.status < 400) return { outcome: 'failed', why: 'its export is answered with neither a job nor a link' }
  const busy = (before?.busy ?? 0) + 1
  if (busy > busyAllowed) return { outcome: 'failed', why: 'another export is always in the way' }
  return { outcome: 'again', state: { ...state, asked: asked - 1, busy, notBefore: inSeconds(ctx, 60) } }
}

async function poll(ctx: Ctx<Config>, of: ExportOf, state: ExportState, job: string): Promise<ExportStep> {
  const answer = await ctx.http.get(`/v1/jobs/${encodeURIComponent(job)}`, { bucket, accept: notThere })
  if (answer.status >= 400) return lost(ctx, state)
  const { link, failed } = jobOf(answer)
  if (link !== undefined) return digest(link) === state.staleLink ? lost(ctx, state) : fetchFile(ctx, of, state, link)
  if (failed) return lost(ctx, state)
  if (ctx.now().getTime() - Date.parse(state.askedAt) > patienceMs)
    return { outcome: 'failed', why: 'its export is not ready after half an hour' }
  const polls = state.polls + 1
  return {
    outcome: 'again',
    state: { ...state, polls, notBefore: inSeconds(ctx, pollSeconds[polls] ?? pollSeconds.at(-1)) },
  }
}

/** Downloads the whole file and reads it through once, so that a cut one is found before any of its rows is kept. */
async function fetchFile(ctx: Ctx<Config>, of: ExportOf, state: ExportState, link: string): Promise<ExportStep> {
  try {
    const spool = await ctx.http.download(link, { name: fileOf(of, state) })
    try {
      if (spool.bytes === 0) throw new TruncatedCsv()
      const columns = await readCsvHeader(spool.path)
      await countCsvRecords(spool.path, columns)
      return { outcome: 'ready', state, spool, columns }
    } catch (error) {
      await spool.discard()
      throw error
    }
  } catch (error) {
    if (error instanceof TruncatedCsv) return lost(ctx, state)
    if (!(error instanceof LinkExpired)) throw error
    if (state.job === undefined) return lost(ctx, state)
    return { outcome: 'again', state: { ...state, staleLink: digest(link), notBefore: inSeconds(ctx, 1) } }
  }
}

/** It has to be asked for anew, each time later. */
function lost(ctx: Ctx<Config>, { askedAt, asked }: ExportState): ExportStep {
  const state: ExportState = { askedAt, asked, polls: 0, byte: 0, notBefore: inSeconds(ctx, 30 * 2 ** asked) }
  return asked < asksAllowed ? { outcome: 'again', state } : { outcome: 'failed', why: 'its exports keep failing' }
}

/** The job's id and the file's link, wherever they stand: in the first answer or in the job, bare or under `data` or `data.job`. */
function jobOf(answer: HttpAnswer): { id?: string; link?: string; failed: boolean } {
  const body = answer.status < 400 ? answer.json(z.looseObject({})) : parsed(answer.text)
  const data = isObject(body.data) ? body.data : body
  const job = isObject(data.job) ? data.job : {}
  const id = firstText(data.id, data.job_id, job.id, data.job)
  const link = [data, job].flatMap((at) => [at.url, at.download_url, at.resource_url]).find(isLink)
  const status = firstText(data.status, job.status, data.state, job.state) ?? ''
  return {
    ...(id === undefined ? {} : { id }),
    ...(link === undefined ? {} : { link }),
    failed: /fail|error|cancel/i.test(status),
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

function firstText(...values: unknown[]): string | undefined {
  for (const value of values) {
    if (typeof value === 'string' && value !== '') return value
    if (typeof value === 'number') return String(value)
  }
  return undefined
}

/** A job may name its own address too: that is no file. */
const isLink = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:\/\//i.test(value) && !/\/v1\/jobs(?:\/|$)/.test(value.split('?')[0] ?? '')
const inSeconds = (ctx: Ctx<Config>, seconds = 30): string =>
  new Date(ctx.now().getTime() + seconds * 1_000).toISOString()
const fileOf = ({ name }: ExportOf, { askedAt }: ExportState): string => `${name} ${askedAt}`

/** A link is a bearer secret; only its digest is kept. */
const digest = (link: string): string => createHash('sha256').update(link).digest('hex')
