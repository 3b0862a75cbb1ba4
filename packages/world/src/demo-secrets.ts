import { createHmac } from 'node:crypto'
import type { EmulatorSecrets } from './source.ts'

/** Credentials of a client's outside system, made from the installation's own secret: the same at every start, anywhere else unknown. */
export function demoSecrets(secret: string, slug: string): EmulatorSecrets {
  const bytes = (what: string) => createHmac('sha256', secret).update(`${slug} ${what}`).digest()
  const word = (what: string) => bytes(what).toString('base64url').slice(0, 24)
  const hex = bytes('client').toString('hex')
  const clientUuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  return {
    clientUuid,
    clientSecret: word('client secret'),
    contributionUsername: `${slug}-gifts`,
    contributionPassword: word('gifts'),
    refundUsername: `${slug}-refunds`,
    refundPassword: word('refunds'),
    cancellationUsername: `${slug}-cancellations`,
    cancellationPassword: word('cancellations'),
  }
}
