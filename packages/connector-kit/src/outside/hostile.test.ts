import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forConnection, receiveAt } from '../elsewhere.ts'
import { HttpStates } from '../http-state.ts'
import { runSlice, type SliceEnd } from '../runner.ts'
import { createMemoryStore } from '../testing/memory-store.ts'
import { loadOutside, type LoadedOutside } from './load-outside.ts'
import { placeOutside } from './testing/place-outside.ts'

const secrets = { apiKey: 'key-of-the-client-7313', hookSecret: 'hook-secret-of-the-client' }
const at = new Date('2026-11-15T17:00:00.000Z')
const room = mkdtempSync(path.join(tmpdir(), 'hostile-'))
const bait = path.join(room, 'bait.json')
writeFileSync(bait, '{"loot":"what nobody may read"}')
const folder = placeOutside('hostile')
symlinkSync(bait, path.join(folder, 'link.json'))

/** Something that listens on this machine, and everybody who ever came. */
const callers: string[] = []
const server = createServer((request, response) => {
  callers.push(request.url ?? '')
  response.end('{"loot":"inside"}')
})
let local = ''
let hostile: LoadedOutside
const outgoing: Request[] = []

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  local = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const named = { folder, hosts: ['api.hostile.example'], memoryMb: 320 }
  hostile = await loadOutside(named, { quietMs: 5_000 })
})
afterAll(async () => {
  await hostile.close()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true, force: true })
  rmSync(room, { recursive: true, force: true })
})

interface Told {
  end: SliceEnd
  got: string | undefined
  stopped: string | undefined
}

/** The connector goes its way over one connection: how that ended, and what it says it got. */
async function go(way: string, given = '', connection = 'connection-1'): Promise<Told> {
  const store = createMemoryStore()
  const end = await runSlice({
    connector: hostile.connector,
    connection: { id: connection, config: { way, bait: given }, secrets },
    states: new HttpStates(),
    around: {
      fetch: async (request) => {
        outgoing.push(request)
        if (request.url.startsWith('http://127')) return fetch(request)
        return new Response(`answered ${request.headers.get('authorization')} at ${request.headers.get('host')}`)
      },
      now: () => at,
      random: () => 0.5,
      sleep: async () => {},
      spoolDir: path.join(room, 'spool'),
    },
    signal: new AbortController().signal,
    stream: 'all',
    store,
    budgetMs: 60_000,
  })
  const row = store.rows.get(`all/${way}`)?.raw as { got?: string; stopped?: string } | undefined
  return { end, got: row?.got, stopped: row?.stopped }
}

const sayOf = ({ end }: Told): string => ('error' in end ? end.error.say : '')
/** It was stopped where it stood, in its own process, and could say so. */
async function fails(way: string, given = ''): Promise<string> {
  const told = await go(way, given)
  expect(told.got).toBeUndefined()
  expect(told.stopped ?? sayOf(told)).not.toBe('')
  return told.stopped ?? sayOf(told)
}
/** After anything at all, a next child of the same package serves as if nothing had been; what was under way with the old one ends. */
const stillServes = () =>
  expect.poll(async () => (await go('the environment')).stopped ?? '', { timeout: 25_000 }).toMatch('it is empty')

describe('a hostile package does not get at files:', { timeout: 30_000 }, () => {
  test.each([
    'read a file',
    'read a file by a made up function',
    'read a file by require',
    'read a file by the process',
    'read a file by a binding',
    'import a file of its own, late',
    'import from data',
  ])('%s', async (way) => {
    await fails(way, bait)
  })

  test('import a file, by its path and by a link in its own folder', async () => {
    await fails('import a file', bait)
    await fails('import a file', `file://${bait}`)
    await fails('import a file', './link.json')
  })

  test('write a file', async () => {
    const target = path.join(room, 'written')
    await fails('write a file', target)
    expect(existsSync(target)).toBe(false)
    expect(readFileSync(bait, 'utf8')).toContain('loot')
  })

  test('download one', async () => {
    expect(await fails('a file to download', bait)).toMatch('none of the hosts')
  })
})

describe('a hostile package does not get out:', { timeout: 30_000 }, () => {
  test.each(['any builtin that reaches out', 'any global that reaches out', 'any power of the process'])(
    '%s',
    async (way) => {
      expect(await fails(way)).toMatch('none of them is to be had')
    },
  )

  test('to another host, to this machine or to its cloud’s metadata, by request or by download', async () => {
    outgoing.length = 0
    const places = [
      ...[
        local,
        'https://evil.example/',
        '//evil.example/x',
        'https:\\\\evil.example',
        'http://169.254.169.254/latest/meta-data',
      ],
      ...[
        'https://api.hostile.example.evil.example/',
        'https://api.hostile.example@evil.example/',
        'http://[::1]/',
        'https://localhost/',
      ],
      ...[
        'http://api.hostile.example/',
        'https://api.hostile.example:8443/',
        'file:///etc/passwd',
        'data:text/plain,x',
      ],
    ]
    for (const place of places) {
      const { got } = await go('another host', place)
      // A path of its own host by an odd spelling is a path of its own host.
      expect(got ?? 'answered').toMatch(/^answered/)
      await fails('another host to download from', place)
    }
    expect(callers).toEqual([])
    expect(outgoing.filter(({ url }) => !url.startsWith('https://api.hostile.example/'))).toEqual([])
  })

  test('by another base address than it was given', async () => {
    outgoing.length = 0
    for (const home of [local, 'https://evil.example', 'http://169.254.169.254']) {
      const told = await go('be at home elsewhere', home)
      expect(told.got).toBeUndefined()
      expect(told.stopped ?? sayOf(told)).toMatch(/host/)
    }
    expect(outgoing).toEqual([])
    expect(callers).toEqual([])
  })

  test('by headers that name another host or another’s credentials', async () => {
    expect(await fails('another name in the header')).not.toBe('')
    const { got } = await go('somebody else’s name in the header')
    expect(got).toBe('answered Bearer [secret] at null')
    expect(outgoing.at(-1)?.headers.get('authorization')).toBe(`Bearer ${secrets.apiKey}`)
  })
})

describe('a hostile package learns nothing that is not its own:', { timeout: 30_000 }, () => {
  test('the environment is empty', async () => {
    expect(await fails('the environment')).toMatch('it is empty')
  })

  test('the secret is in nothing that it is given, nor in an answer that echoes it', async () => {
    // Backwards, or it would be found in the setting that names it.
    await fails('the secret in what it is given', [...secrets.apiKey].reverse().join(''))
    const { got } = await go('the secret by its echo')
    expect(got).toBe('answered Bearer [secret] at null')
  })

  test('what it saw of one connection is not there for another', async () => {
    await go('leave something', 'donors of the first', 'first')
    expect((await go('find what was left', '', 'first')).got).toBe('donors of the first')
    expect((await go('find what was left', '', 'second')).got).toBe('')
    const [first, second] = [
      await go('a key of everybody’s pseudonyms', '', 'first'),
      await go('a key of everybody’s pseudonyms', '', 'second'),
    ]
    expect(first.got).not.toBe(second.got)
  })

  test('a webhook shows it the webhook’s own secret alone, and puts no page on our address', async () => {
    const request = {
      method: 'POST',
      url: 'https://us.example/hooks/x',
      headers: new Headers(),
      body: Buffer.from('{}'),
    }
    const connector = forConnection(hostile.connector, 'connection-1')
    const knock = { connector, kind: 'notice', request, proof: secrets, now: at, publicUrl: 'https://us.example' }
    const reception = await receiveAt(knock)
    if (reception.outcome !== 'handshake') throw new Error(reception.outcome)
    expect(reception.response.headers.get('content-type')).toMatch('text/plain')
    expect(await reception.response.text()).toBe(`<script>{"hookSecret":"${secrets.hookSecret}"}</script>`)
  })

  test('the realm is no way to the process', async () => {
    await fails('the real process by what the stub is made of')
    await fails('the stack of whoever calls')
    await fails('change what every object has')
    await fails('change how JSON is written')
  })
})

describe('a hostile package stops nobody but itself:', { timeout: 60_000 }, () => {
  test.each([
    ['never end', 'did not answer within 5 seconds'],
    ['never answer', 'did not answer within 5 seconds'],
    ['take all memory', 'memory'],
    ['ask without end', 'asked for more than is allowed'],
    ['a row without end', 'sent more at once than is allowed'],
  ])('%s', async (way, why) => {
    const told = await go(way)
    expect(told.end.outcome).toBe('changed')
    expect(sayOf(told)).toMatch(why)
    expect(sayOf(told)).toMatch('Hostile is an outside package')
    await stillServes()
  })

  test('take all memory outside the heap: the kernel says no, or it is stopped', async () => {
    const told = await go('take all memory outside the heap')
    expect(told.got).toBeUndefined()
    expect(told.stopped ?? sayOf(told)).toMatch(/allocation failed|memory/i)
    await stillServes()
  })

  test('stopped again and again, it rests, for this connection alone', async () => {
    for (let time = 0; time < 3; time += 1) await go('a row without end', '', 'third')
    expect(sayOf(await go('the environment', '', 'third'))).toMatch(
      'was stopped 3 times in a row, and rests for a minute',
    )
    await stillServes()
  })

  test('ending its process or ours', async () => {
    await fails('end the process')
    await fails('end the parent')
    await stillServes()
  })

  test('asking when nothing is under way', async () => {
    await go('ask after the end')
    // Whatever is under way when it is stopped for that ends with it; what is asked next is served by another child.
    await expect
      .poll(async () => (await go('the environment')).stopped ?? '', { timeout: 50_000 })
      .toMatch('it is empty')
  })
})

describe('what a hostile package answers is looked at:', { timeout: 30_000 }, () => {
  test('nothing that it says changes what every object has', async () => {
    const { end } = await go('rows that change every object')
    expect(['done', 'changed']).toContain(end.outcome)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    await stillServes()
  })

  test.each([
    'a stream that every object has',
    'rows that are none',
    'a cursor without end',
    'a page that looks back',
    'a page made of traps',
    'throws nothing',
    'throws traps',
    'throws what somebody gave',
  ])('%s', async (way) => {
    const told = await go(way)
    expect(told.end.outcome).toBe('changed')
    expect(sayOf(told)).toMatch('Hostile is an outside package')
    expect(sayOf(told)).not.toMatch('ann@')
    await stillServes()
  })

  test('a wait is no longer than a day, and words no longer than a line', async () => {
    for (const way of ['throws a wait for ever', 'throws a wait without a time']) {
      const { end } = await go(way)
      if (end.outcome !== 'later') throw new Error(end.outcome)
      expect(end.at.getTime() - at.getTime()).toBeLessThanOrEqual(86_400_000)
    }
    const told = await go('throws words without end')
    expect(told.end.outcome).toBe('ask')
    expect(sayOf(told).length).toBeLessThanOrEqual(300)
    expect(sayOf(told)).not.toMatch('\u202e')
  })
})
