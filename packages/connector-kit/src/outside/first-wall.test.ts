import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flagsFor, usualLimits } from './start-child.ts'

/** Node's own permission model, without any door of ours in front of it: what would hold if all of them fell. */
const folder = mkdtempSync(path.join(tmpdir(), 'first-wall-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const attempts: Record<string, string> = {
  'read a file of somebody else’s': `(await import('node:fs')).readFileSync('/etc/hosts')`,
  'write a file, even in its own folder': `(await import('node:fs')).writeFileSync(process.argv[2] + '/x', 'x')`,
  'read its own folder once that right is given up': `process.permission.drop('fs'); (await import('node:fs')).readdirSync(process.argv[2])`,
  'start a child': `(await import('node:child_process')).execFileSync(process.execPath, ['-v'])`,
  'start a worker': `new (await import('node:worker_threads')).Worker('0', { eval: true })`,
  'load machine code': `process.dlopen({ exports: {} }, process.argv[2] + '/x.node')`,
  'open the inspector': `(await import('node:inspector')).open(0)`,
  'use WASI': `new (await import('node:wasi')).WASI({ version: 'preview1' })`,
  fetch: `await fetch('http://127.0.0.1:8123').catch((error) => { throw error.cause })`,
  'open a socket': `const net = await import('node:net'); await new Promise((ok, no) => net.connect(9, '127.0.0.1', ok).on('error', no))`,
  listen: `const net = await import('node:net'); await new Promise((ok, no) => net.createServer().on('error', no).listen(0, ok))`,
  'send a datagram': `const d = (await import('node:dgram')).createSocket('udp4'); await new Promise((ok, no) => { d.on('error', no); d.send('x', 9, '127.0.0.1', (error) => error ? no(error) : ok()) })`,
  'ask for an address': `await (await import('node:dns')).promises.lookup('example.com')`,
  'open a database': `new (await import('node:sqlite')).DatabaseSync(process.argv[2] + '/x.db')`,
}
let said: Record<string, string>
beforeAll(() => {
  const lines = Object.entries(attempts).map(
    ([name, code]) =>
      `try { await (async () => { ${code} })(); said[${JSON.stringify(name)}] = 'done' } catch (error) { said[${JSON.stringify(name)}] = error.code ?? String(error) }`,
  )
  // Giving up a right is for good: that attempt comes last.
  lines.push(...lines.splice(2, 1))
  writeFileSync(
    path.join(folder, 'try.mjs'),
    `const said = {}\n${lines.join('\n')}\nprocess.stdout.write(JSON.stringify(said))`,
  )
  const args = [...flagsFor(folder, usualLimits), path.join(folder, 'try.mjs'), folder]
  const ran = spawnSync(process.execPath, args, { env: {}, encoding: 'utf8' })
  said = JSON.parse(ran.stdout) as Record<string, string>
})

test.each(Object.keys(attempts))('Node forbids it to %s', (name) => {
  expect(['ERR_ACCESS_DENIED', 'ERR_DLOPEN_DISABLED', 'ERR_UNKNOWN_BUILTIN_MODULE']).toContain(said[name])
})
