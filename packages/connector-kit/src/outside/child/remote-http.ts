import type { Spool } from '../../download.ts'
import type { HttpAnswer, HttpClient, RequestOptions } from '../../http.ts'
import { openFilesThrough } from '../../open-file.ts'
import { toAnswer } from '../../verdict.ts'
import type { Ask } from './pipe.ts'

interface Told {
  status: number
  headers: [string, string][]
  text: string
}

/** Downloads lie with the keeper: here each is a name that leads there. */
const lying = new Map<string, { scope: number; name: string }>()

/** The kit's HTTP client as a package sees it: each request is carried out by the keeper, who has the secret and the limits. */
export function remoteHttp(ask: Ask, scope: number): HttpClient {
  const request = async (
    method: 'get' | 'post' | 'patch' | 'put' | 'delete',
    path: string,
    options: RequestOptions = {},
  ): Promise<HttpAnswer> => {
    const { status, headers, text } = (await ask(scope, 'http', { method, path, options })) as Told
    return toAnswer(`${method.toUpperCase()} request`, { status, headers: new Headers(headers) }, text)
  }
  const spool = (name: string, bytes: number): Spool => {
    const path = `download:${scope}/${name}`
    lying.set(path, { scope, name })
    return {
      path,
      bytes,
      discard: async () => {
        lying.delete(path)
        await ask(scope, 'discard', { name })
      },
    }
  }
  return {
    get: (path, options) => request('get', path, options),
    post: (path, options) => request('post', path, options),
    patch: (path, options) => request('patch', path, options),
    put: (path, options) => request('put', path, options),
    delete: (path, options) => request('delete', path, options),
    download: async (url, options) => {
      const { bytes } = (await ask(scope, 'download', { url, ...options })) as { bytes: number }
      return spool(options.name, bytes)
    },
    spooled: async (name) => {
      const found = (await ask(scope, 'spooled', { name })) as { bytes: number } | null
      return found ? spool(name, found.bytes) : undefined
    },
  }
}

/** Files are read through the keeper from now on: downloads of this child's own work, and no others. */
export function readDownloadsThrough(ask: Ask): void {
  openFilesThrough(async (path) => {
    const place = lying.get(path)
    if (!place) throw new Error('no such download')
    const { scope, name } = place
    return {
      read: async (length, position) =>
        Buffer.from(String(await ask(scope, 'piece', { name, length, position })), 'base64'),
      size: async () => ((await ask(scope, 'spooled', { name })) as { bytes: number } | null)?.bytes ?? 0,
      close: async () => {},
    }
  })
}
