import { createServer } from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { webhookEmulator, type WebhookEmulator } from '../testing/index.ts'
import { isPublicAddress } from './is-public-address.ts'
import { createPostWebhook, NotAllowed, requireAllowedAddress } from './post-webhook.ts'

/** A resolver that answers what it is told, every time the next. */
const answering = (...answers: string[][]): LookupFunction => {
  let turn = 0
  return (_host, _options, answer) => {
    const found = answers[Math.min(turn++, answers.length - 1)] ?? []
    answer(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
}

describe('an address', () => {
  test.each([
    ['http://hooks.example.org/x', 'https://'],
    ['ftp://hooks.example.org/x', 'https://'],
    ['https://me:secret@hooks.example.org/x', 'no user'],
    ['hooks.example.org', 'no address'],
    ['https://127.0.0.1/x', 'private'],
    ['https://127.1/x', 'private'],
    ['https://2130706433/x', 'private'],
    ['https://0x7f.0.0.1/x', 'private'],
    ['https://10.1.2.3/x', 'private'],
    ['https://169.254.169.254/latest/meta-data', 'private'],
    ['https://[::1]/x', 'private'],
    ['https://[fd00::1]/x', 'private'],
    ['https://[::ffff:10.0.0.1]/x', 'private'],
    ['https://[64:ff9b::7f00:1]/x', 'private'],
    ['https://localhost/x', 'private'],
    ['https://db.internal/x', 'private'],
  ])('%s is refused', (address, why) => {
    expect(() => requireAllowedAddress(address)).toThrow(NotAllowed)
    expect(() => requireAllowedAddress(address)).toThrow(why)
  })

  test('of the public internet is taken', () => {
    expect(requireAllowedAddress('https://hooks.slack.com/services/T0/B0/x').host).toBe('hooks.slack.com')
    for (const address of ['8.8.8.8', '172.32.0.1', '2606:4700::1111']) expect(isPublicAddress(address)).toBe(true)
    for (const address of ['100.64.0.1', '172.31.255.255', '192.168.0.1', '0.0.0.0', '255.255.255.255', 'nonsense'])
      expect(isPublicAddress(address)).toBe(false)
  })
})

describe('posting', () => {
  let chat: WebhookEmulator
  beforeEach(async () => void (chat = await webhookEmulator('slack')))
  afterEach(() => chat.close())
  const named = () => chat.address.replace('127.0.0.1', 'hooks.example.org')
  const isAllowed = () => true

  test('brings the body, and answers the status', async () => {
    const post = createPostWebhook({ testing: { plain: true, lookup: answering(['127.0.0.1']), isAllowed } })
    expect(await post(named(), { text: 'hello' })).toEqual({ status: 200, retryAfter: null })
    expect(chat.taken).toEqual([{ text: 'hello' }])
  })

  test('never connects where a name leads to a private address, not even to one of several', async () => {
    const post = (...found: string[]) =>
      createPostWebhook({ testing: { plain: true, lookup: answering(found) } })(named(), { text: 'hello' })
    await expect(post('127.0.0.1')).rejects.toThrow(NotAllowed)
    await expect(post('93.184.215.14', '10.0.0.1')).rejects.toThrow('private')
    await expect(post('::ffff:127.0.0.1')).rejects.toThrow('private')
    expect(chat.asked).toEqual([])
  })

  test('asks for a name once: what it was judged by is what is connected to', async () => {
    const lookup = answering(['127.0.0.1'], ['10.0.0.1'])
    const judged: string[] = []
    const post = createPostWebhook({
      testing: { plain: true, lookup, isAllowed: (address) => judged.push(address) > 0 },
    })
    expect((await post(named(), { text: 'hello' })).status).toBe(200)
    expect(judged).toEqual(['127.0.0.1'])
  })

  test('follows no redirect', async () => {
    const elsewhere: string[] = []
    const server = createServer((request, response) => {
      elsewhere.push(request.url ?? '')
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    chat.next.push({ status: 307, headers: { location: `http://127.0.0.1:${port}/stolen` } })
    const post = createPostWebhook({ testing: { plain: true, lookup: answering(['127.0.0.1']), isAllowed } })
    expect((await post(named(), { text: 'hello' })).status).toBe(307)
    expect(elsewhere).toEqual([])
    await new Promise((resolve) => server.close(resolve))
  })

  test('gives up on who does not answer, and on who hangs up', async () => {
    const testing = { plain: true, lookup: answering(['127.0.0.1']), isAllowed }
    chat.next.push('slow', 'break')
    await expect(createPostWebhook({ timeoutMs: 50, testing })(named(), { text: 'x' })).rejects.toThrow()
    await expect(createPostWebhook({ testing })(named(), { text: 'x' })).rejects.toThrow()
    expect(chat.taken).toEqual([])
  })

  test('is answered also by who would speak another protocol', async () => {
    chat.next.push({ status: 101, headers: { connection: 'upgrade', upgrade: 'websocket' } })
    const post = createPostWebhook({
      timeoutMs: 500,
      testing: { plain: true, lookup: answering(['127.0.0.1']), isAllowed },
    })
    expect((await post(named(), { text: 'x' })).status).toBe(101)
  })

  test('of the product itself takes nothing but https', async () => {
    await expect(createPostWebhook()(chat.address, { text: 'x' })).rejects.toThrow('https://')
    expect(chat.asked).toEqual([])
  })
})
