import { lookup as systemLookup } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './is-public-address.ts'

/** What an outside system answered: its status, and how long it asks to be left alone. */
export interface WebhookAnswer {
  status: number
  retryAfter: string | null
}

/** Posts JSON. @throws NotAllowed where it may not be reached, Error where it could not be */
export type PostWebhook = (address: string, body: unknown) => Promise<WebhookAnswer>

/** The address is none that may be written to. Said to whoever gave it. */
export class NotAllowed extends Error {
  override name = 'NotAllowed'
}

const privateAddress = 'It leads to a private address.'

/** @throws NotAllowed unless it is `https`, without a user, and no address that is not public */
export function requireAllowedAddress(address: string, isAllowed = isPublicAddress): URL {
  if (!URL.canParse(address)) throw new NotAllowed('This is no address.')
  const url = new URL(address)
  if (url.protocol !== 'https:') throw new NotAllowed('The address begins with https://.')
  if (url.username !== '' || url.password !== '') throw new NotAllowed('The address names no user.')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !isAllowed(host)) throw new NotAllowed(privateAddress)
  if (isIP(host) === 0 && (host === 'localhost' || /\.(localhost|local|internal)\.?$/.test(host)))
    throw new NotAllowed(privateAddress)
  return url
}

export interface PostWebhookOptions {
  timeoutMs?: number
  /** For tests, which have neither names nor certificates. */
  testing?: { lookup?: LookupFunction; isAllowed?: (address: string) => boolean; plain?: boolean }
}

/**
 * Posts to addresses that people give. The name is looked up once, every answer must be public, and the connection is made to what was
 * looked up: a name that answers otherwise the second time gains nothing. A redirect is an answer, not followed.
 */
export function createPostWebhook({ timeoutMs = 10_000, testing = {} }: PostWebhookOptions = {}): PostWebhook {
  const { lookup = systemLookup, isAllowed = isPublicAddress, plain = false } = testing
  const guarded: LookupFunction = (host, options, answer) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      const all = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : (found ?? [])
      const [first] = all
      if (error) return answer(error, [])
      if (!first || !all.every(({ address }) => isAllowed(address))) return answer(new NotAllowed(privateAddress), [])
      if (options.all) answer(null, all)
      else answer(null, first.address, first.family)
    })
  }
  return (address, body) =>
    new Promise((resolve, reject) => {
      let url: URL
      try {
        url = plain ? new URL(address) : requireAllowedAddress(address, isAllowed)
      } catch (error) {
        return reject(error instanceof Error ? error : new Error('no address'))
      }
      const text = JSON.stringify(body)
      const asked = (plain ? requestHttp : requestHttps)(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(text),
          'user-agent': 'Throughline',
        },
        agent: false,
        lookup: guarded,
        // From beginning to end, also where a peer sends a byte now and then.
        signal: AbortSignal.timeout(timeoutMs),
      })
      asked.on('response', (response) => {
        // What it says is nobody's business here; it is let run off so that the connection ends.
        response.resume()
        response.on('error', () => {})
        const { statusCode = 0, headers } = response
        resolve({ status: statusCode, retryAfter: headers['retry-after'] ?? null })
        asked.destroy()
      })
      // 101: nobody asked for another protocol, and there is no response to wait for.
      asked.on('upgrade', ({ statusCode = 0 }, socket) => {
        resolve({ status: statusCode, retryAfter: null })
        socket.destroy()
      })
      asked.on('error', reject)
      // Whatever the end was, it is one: without effect where there was an answer.
      asked.on('close', () => reject(new Error('closed')))
      asked.end(text)
    })
}
