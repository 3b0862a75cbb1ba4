import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { LinkExpired, ProviderChanged } from './errors.ts'

/** A downloaded file, whole. */
export interface Spool {
  path: string
  bytes: number
  /** Deletes it; safe to call twice. */
  discard(): Promise<void>
}

interface Place {
  directory: string
  /** The connection, so that no two share a file. */
  owner: string
  name: string
}

/** The transfer broke off or the store is busy: worth another try later. */
export class RetryableDownload extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'RetryableDownload'
  }
}

const hopsFollowed = 3
const keptMs = 24 * 3_600_000

/**
 * Fetches a URL into a file of mode 600, without any credentials. Only a file whose length is what the server announced
 * gets its name, so a later slice never finds half of one. Messages name no URL: a signed link is a secret.
 * @throws LinkExpired on 401, 403, 404, 410. @throws RetryableDownload where it broke off.
 */
export async function download(input: {
  url: string
  to: Place
  fetch: (request: Request) => Promise<Response>
  signal: AbortSignal
}): Promise<Spool> {
  const { to, signal } = input
  await mkdir(to.directory, { recursive: true, mode: 0o700 })
  await sweep(to.directory)
  const file = fileOf(to)
  const partial = `${file}.part`
  const response = await follow(input.url, input.fetch, signal)
  if ([401, 403, 404, 410].includes(response.status)) throw new LinkExpired(response.status)
  if (!response.ok) throw new RetryableDownload(`the store answered ${response.status}`)
  try {
    // Browsers' types and Node's of one and the same stream differ; whoever reads this file with either sees Node's.
    const stream: unknown = response.body
    const body = stream ? Readable.fromWeb(stream as ReadableStream) : Readable.from([])
    await pipeline(body, createWriteStream(partial, { mode: 0o600 }), { signal })
    const { size } = await stat(partial)
    const announced = response.headers.get('content-length')
    const encoded = response.headers.get('content-encoding') !== null
    if (announced !== null && !encoded && Number(announced) !== size)
      throw new RetryableDownload(`${size} bytes came of ${announced}`)
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    if (signal.aborted || error instanceof RetryableDownload) throw error
    throw new RetryableDownload('the transfer broke off', error)
  }
  return spoolAt(file)
}

/** Files that nobody came back for hold people's data: they do not stay longer than a day. */
async function sweep(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const file = path.join(directory, name)
    const found = await stat(file).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > keptMs) await rm(file, { force: true })
  }
}

/** A file that was spooled whole before. */
export async function findSpool(directory: string, owner: string, name: string): Promise<Spool | undefined> {
  try {
    return await spoolAt(fileOf({ directory, owner, name }))
  } catch {
    return undefined
  }
}

async function spoolAt(file: string): Promise<Spool> {
  const { size } = await stat(file)
  return { path: file, bytes: size, discard: () => rm(file, { force: true }) }
}

function fileOf({ directory, owner, name }: Place): string {
  return path.join(directory, `${createHash('sha256').update(`${owner}\n${name}`).digest('hex').slice(0, 40)}.spool`)
}

async function follow(url: string, fetch: (request: Request) => Promise<Response>, signal: AbortSignal) {
  let at = url
  for (let hop = 0; hop <= hopsFollowed; hop += 1) {
    let response: Response
    try {
      response = await fetch(new Request(at, { redirect: 'manual', signal }))
    } catch (error) {
      if (signal.aborted || error instanceof ProviderChanged) throw error
      throw new RetryableDownload('no answer from the store', error)
    }
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null) return response
    at = new URL(location, at).href
  }
  throw new RetryableDownload('the store redirects without end')
}
