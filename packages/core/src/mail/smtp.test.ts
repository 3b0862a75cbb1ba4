import { createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { postBySmtp } from './smtp.ts'

let server: Server | undefined
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined))))

/** The least of RFC 5321 that a sender needs, and what was said to it. */
async function smtpServer(): Promise<{ url: string; heard: string[] }> {
  const heard: string[] = []
  server = createServer((socket) => {
    let inData = false
    socket.write('220 ready\r\n')
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
        heard.push(line)
        if (inData) {
          if (line === '.') {
            inData = false
            socket.write('250 taken\r\n')
          }
        } else if (line === 'DATA') {
          inData = true
          socket.write('354 go on\r\n')
        } else if (line === 'QUIT') socket.end('221 bye\r\n')
        else socket.write('250 fine\r\n')
      }
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `smtp://127.0.0.1:${port}`, heard }
}

test('a mail reaches the SMTP server with its sender, receiver, subject and text', async () => {
  const { url, heard } = await smtpServer()
  const post = postBySmtp({ url, from: 'Throughline <no-reply@throughline.example>' })
  await post({ to: 'reader@example.org', subject: 'Your invitation', text: 'Accept within 72 hours.' })
  expect(heard).toEqual(
    expect.arrayContaining([
      'MAIL FROM:<no-reply@throughline.example>',
      'RCPT TO:<reader@example.org>',
      'Subject: Your invitation',
      'Accept within 72 hours.',
    ]),
  )
})

test('a server that is not there is a failure, not a wait', async () => {
  const { url } = await smtpServer()
  await new Promise((resolve) => server?.close(resolve))
  server = undefined
  await expect(
    postBySmtp({ url, from: 'a@example.org' })({ to: 'b@example.org', subject: 's', text: 't' }),
  ).rejects.toThrow()
})
