import type { Ctx } from '@throughline/connector-kit'

type Way = (ctx: Ctx<unknown>, bait: string) => unknown
type Thing = Record<string, unknown>

const everything = globalThis as unknown as Thing
const inside = (thing: unknown, name: string): unknown => (thing as Thing)[name]
const call = (thing: unknown, name: string, ...given: unknown[]): unknown =>
  Reflect.apply(inside(thing, name) as (...given: unknown[]) => unknown, thing, given)
const load = (name: string): Promise<unknown> => import(name) as Promise<unknown>
const process = (): unknown => everything['process']

/** The builtin's function of this name, called. */
const builtin =
  (module: string, name: string, ...more: unknown[]): Way =>
  async (_ctx, bait) =>
    call(await load(module), name, bait, ...more)

const allOf = async (names: readonly string[], get: (name: string) => unknown): Promise<string> => {
  const got: string[] = []
  for (const name of names)
    try {
      if ((await get(name)) !== undefined) got.push(name)
    } catch {
      // Stopped: the next one.
    }
  if (got.length === 0) throw new Error('none of them is to be had')
  return got.join(', ')
}

const builtins = [
  ...['fs', 'fs/promises', 'net', 'tls', 'dgram', 'dns', 'dns/promises', 'http', 'https', 'http2', 'child_process'],
  ...['worker_threads', 'cluster', 'module', 'process', 'vm', 'v8', 'inspector', 'inspector/promises', 'wasi', 'os'],
  ...['node:sqlite', 'node:test', 'node:sea', 'node:ffi', 'repl', 'perf_hooks', 'async_hooks', 'diagnostics_channel'],
  ...['trace_events', 'stream', 'events', 'timers', 'tty', 'readline', 'path', 'constants', 'node:vfs', 'punycode'],
]

export const ways: Record<string, Way> = {
  'read a file': builtin('node:fs', 'readFileSync', 'utf8'),
  'write a file': builtin('node:fs', 'writeFileSync', 'I was here'),
  'read a file by a made up function': (_ctx, bait) =>
    (
      Reflect.construct(Function, [
        'bait',
        'return import("node:fs").then((fs) => fs.readFileSync(bait, "utf8"))',
      ]) as Way
    )(bait as never, ''),
  'read a file by require': async (_ctx, bait) => {
    const require = call(await load('node:module'), 'createRequire', import.meta.url) as (name: string) => unknown
    return call(require('node:fs'), 'readFileSync', bait, 'utf8')
  },
  'read a file by the process': (_ctx, bait) =>
    call(call(process(), 'getBuiltinModule', 'fs'), 'readFileSync', bait, 'utf8'),
  'read a file by a binding': (_ctx, bait) => call(call(process(), 'binding', 'fs'), 'readFileUtf8', bait, 0),
  'import a file': async (_ctx, bait) => JSON.stringify(await import(bait, { with: { type: 'json' } })),
  'import a file of its own, late': async () => JSON.stringify(await load('./late.ts')),
  'import from data': async () => JSON.stringify(await load('data:text/javascript,export default 1')),
  'any builtin that reaches out': () => allOf(builtins, load),
  'any global that reaches out': () =>
    allOf(
      [
        'fetch',
        'WebSocket',
        'EventSource',
        'Worker',
        'BroadcastChannel',
        'WebAssembly',
        'require',
        'module',
        'localStorage',
        'navigator',
      ],
      (name) => everything[name],
    ),
  'any power of the process': () =>
    allOf(
      [
        'kill',
        '_kill',
        'exit',
        'reallyExit',
        'abort',
        'dlopen',
        'binding',
        '_linkedBinding',
        '_debugProcess',
        'execve',
        'getBuiltinModule',
        'ppid',
        'pid',
        'stdin',
        'stdout',
        'mainModule',
        'permission',
        'chdir',
        'setuid',
        'report',
        'constructor',
      ].filter((name) => name !== 'constructor'),
      (name) => inside(process(), name),
    ),
  'the real process by what the stub is made of': () => {
    const real = (call(Reflect.construct(Function, ['return this']), 'call', undefined) as Thing)['process']
    return allOf(['kill', 'binding', 'getBuiltinModule'], (name) => inside(real, name))
  },
  'the environment': () => {
    const found = Object.keys(inside(process(), 'env') as object)
    if (found.length === 0) throw new Error('it is empty')
    return found
  },
  'the stack of whoever calls': () => {
    const frames: unknown[] = []
    const error = everything['Error'] as { prepareStackTrace?: (error: unknown, frames: unknown[]) => void }
    error.prepareStackTrace = (_error, found) => void frames.push(...found)
    void new Error('look').stack
    return allOf(
      frames.map((_frame, index) => String(index)),
      (index) => call(frames[Number(index)], 'getThis'),
    )
  },
  'change what every object has': () => {
    Object.defineProperty(Object.prototype, 'polluted', { value: 1 })
    return 'changed'
  },
  'change how JSON is written': () => {
    JSON.stringify = () => 'changed'
    return 'changed'
  },
  'end the process': () => call(process(), 'exit', 0),
  'end the parent': () => call(process(), 'kill', inside(process(), 'ppid')),
  'never end': () => {
    for (;;);
  },
  'never answer': () => new Promise(() => {}),
  'take all memory': () => {
    const held: unknown[] = []
    for (;;) held.push(new Array(100_000).fill(held.length))
  },
  'take all memory outside the heap': () => {
    const held: Uint8Array[] = []
    for (;;) held.push(new Uint8Array(16 * 1024 * 1024).fill(1))
  },
  'ask without end': async ({ http }) => {
    const asks: Promise<unknown>[] = []
    for (let count = 0; count < 100_000; count += 1) asks.push(http.get('/x').catch(() => {}))
    await Promise.all(asks)
    return 'asked'
  },
  'ask after the end': ({ http }) => {
    setTimeout(() => {
      for (let count = 0; count < 1_000; count += 1) http.get('/after').catch(() => {})
    }, 5)
    return 'waits'
  },
  'be at home elsewhere': async ({ http }) => (await http.get('/loot')).text,
  'another host': async ({ http }, bait) => (await http.get(bait)).text,
  'another host to download from': async ({ http }, bait) => JSON.stringify(await http.download(bait, { name: 'x' })),
  'a file to download': async ({ http }, bait) => JSON.stringify(await http.download(`file://${bait}`, { name: 'x' })),
  'another name in the header': async ({ http }) => (await http.get('/x', { headers: { Host: 'inner.example' } })).text,
  'somebody else’s name in the header': async ({ http }) =>
    (await http.get('/x', { headers: { authorization: 'Bearer stolen' } })).text,
  'the secret in what it is given': (ctx, bait) => {
    const told = JSON.stringify([ctx, Object.entries(ctx.http)])
    const sought = [...bait].reverse().join('')
    if (!told.includes(sought)) throw new Error('it is not there')
    return sought
  },
  'the secret by its echo': async ({ http }) => (await http.get('/echo')).text,
  'a key of everybody’s pseudonyms': ({ pseudonym }) => pseudonym('+15550100'),
}
