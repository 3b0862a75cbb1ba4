/**
 * Takes out of reach what Node's permission model does not police (signals to other processes) and, once more, what it does: a second
 * wall before the first is tried. Called before any line of a package runs.
 */
export function lockDown(): void {
  const own: Record<string, unknown> = process as never
  for (const name of dangerous) Reflect.deleteProperty(own, name)
  const stub = Object.freeze({
    env: Object.freeze({}),
    platform: process.platform,
    version: process.version,
    versions: Object.freeze({ node: process.versions.node }),
    nextTick: (run: (...given: unknown[]) => void, ...given: unknown[]) => {
      queueMicrotask(() => {
        run(...given)
      })
    },
  })
  const quiet = Object.freeze(Object.fromEntries(said.map((name) => [name, () => {}])))
  for (const name of outward) Reflect.deleteProperty(globalThis, name)
  for (const [name, value] of [
    ['process', stub],
    ['console', quiet],
  ] as const)
    Object.defineProperty(globalThis, name, { value, writable: false, configurable: false, enumerable: false })
}

const said = [
  'log',
  'info',
  'debug',
  'warn',
  'error',
  'trace',
  'table',
  'dir',
  'group',
  'groupEnd',
  'time',
  'timeEnd',
  'assert',
]

/** Of the process object: signals, endings, other ways to modules, to files, to what runs. */
const dangerous = [
  ...[
    'kill',
    '_kill',
    '_debugProcess',
    '_debugEnd',
    'abort',
    'exit',
    'reallyExit',
    'execve',
    'binding',
    '_linkedBinding',
  ],
  ...[
    'dlopen',
    'getBuiltinModule',
    'loadEnvFile',
    'chdir',
    'umask',
    'setuid',
    'seteuid',
    'setgid',
    'setegid',
    'setgroups',
  ],
  ...['initgroups', 'mainModule', 'report', '_getActiveHandles', '_getActiveRequests', 'getActiveResourcesInfo'],
  ...[
    '_rawDebug',
    '_startProfilerIdleNotifier',
    '_stopProfilerIdleNotifier',
    'openStdin',
    'send',
    'disconnect',
    'channel',
  ],
  ...['permission', 'stdin', 'stdout', 'stderr', 'argv', 'execArgv', 'execPath', 'argv0', 'title', 'ppid', 'pid'],
  ...[
    'setUncaughtExceptionCaptureCallback',
    'addUncaughtExceptionCaptureCallback',
    'finalization',
    'setSourceMapsEnabled',
  ],
]

/** Of the global object: ways to the network, to other threads, to storage, to machine code. */
const outward = [
  ...['fetch', 'WebSocket', 'EventSource', 'BroadcastChannel', 'Worker', 'navigator', 'localStorage', 'sessionStorage'],
  ...[
    'WebAssembly',
    'require',
    'module',
    'gc',
    'Storage',
    'MessageChannel',
    'MessagePort',
    'SharedArrayBuffer',
    'Atomics',
  ],
]
