import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { openFront } from './front.ts'

test('the port answers 503 until the house is open behind it, but lives', async () => {
  const front = await openFront({ PORT: '0' })
  expect((await fetch(`${front.url}/`)).status).toBe(503)
  expect((await fetch(`${front.url}/healthz`)).status).toBe(200)
  front.open((_request, response) => {
    response.end('the house')
  })
  expect(await (await fetch(`${front.url}/`)).text()).toBe('the house')
  await front.close(1000)
  await expect(fetch(front.url)).rejects.toThrow()
})

test('a port that is taken is one line', async () => {
  const other = createServer()
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  await expect(openFront({ PORT: String(port) })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken: stop what uses it, or choose another with PORT=…`,
  )
  other.close()
})

test('a port that is no port, and a host that is not ours, are one line', async () => {
  await expect(openFront({ PORT: 'http' })).rejects.toThrow('PORT is "http"; it must be a number from 0 to 65535.')
  await expect(openFront({ PORT: '70000' })).rejects.toThrow('PORT is "70000"')
  await expect(openFront({ PORT: '0', HOST: '192.0.2.1' })).rejects.toThrow('This machine has no address 192.0.2.1')
})

test('a request under way is finished before the port closes; one that never ends is cut', async () => {
  const front = await openFront({ PORT: '0' })
  const arrived = Promise.withResolvers<() => void>()
  front.open((request, response) => {
    if (request.url === '/slow') arrived.resolve(() => response.end('done'))
    else response.write('for ever')
  })
  const slow = fetch(`${front.url}/slow`)
  const finish = await arrived.promise
  const endless = (await fetch(`${front.url}/endless`)).text()
  const closed = front.close(300)
  finish()
  expect(await (await slow).text()).toBe('done')
  await expect(endless).rejects.toThrow()
  await closed
})
