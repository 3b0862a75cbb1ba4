import { spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'

export interface ChildLimits {
  /** All the memory that the process may hold, in MiB. */
  memoryMb: number
  /** It is stopped where it neither answers nor waits for an answer of ours for so long. */
  quietMs: number
}

export const usualLimits: ChildLimits = { memoryMb: 320, quietMs: 10_000 }

const entry = path.join(import.meta.dirname, 'child', 'main.ts')
const kit = path.resolve(import.meta.dirname, '..', '..')
const { resolve } = createRequire(import.meta.url)
/** What the child reads before it may read nothing any more: the kit, the canonical records, zod and the package itself. */
const readable = [kit, path.resolve(kit, '..', 'canonical'), path.dirname(resolve('zod/package.json'))]

/** What V8 reserves as writable without using it. */
const reservedMb = 600
const cpuSeconds = 1_200

/** What Node itself is told to forbid. */
export const flagsFor = (folder: string, { memoryMb }: ChildLimits): string[] => [
  '--permission',
  ...[...readable, folder].map((root) => `--allow-fs-read=${root}`),
  // What opens files or memory past the permission model (a database does) is not there at all.
  ...['--no-addons', '--no-experimental-sqlite', '--no-experimental-ffi', '--no-experimental-webstorage'],
  '--frozen-intrinsics',
  '--no-warnings',
  '--unhandled-rejections=warn',
  `--max-old-space-size=${Math.round(memoryMb * 0.6)}`,
]

/**
 * Starts Node with the permission model: files of these folders to read, until the child gives that up; no network, no children, no
 * workers, no addons, an empty environment, and nothing open but the two pipes between us. The kernel limits memory and processor
 * time beside our own watch, where it can.
 */
export function startChild(folder: string, module: string, limits: ChildLimits): ChildProcess {
  const node = [process.execPath, ...flagsFor(folder, limits), entry, folder, module]
  const options = { env: {}, cwd: path.parse(folder).root, stdio: ['pipe', 'pipe', 'ignore'] as ('pipe' | 'ignore')[] }
  if (process.platform === 'win32') return spawn(node[0] ?? '', node.slice(1), { ...options, windowsHide: true })
  const limited = 'ulimit -c 0; ulimit -f 0; ulimit -d "$0" 2>/dev/null; ulimit -t "$1" 2>/dev/null; shift; exec "$@"'
  const most = String((limits.memoryMb + reservedMb) * 1024)
  return spawn('/bin/sh', ['-c', limited, most, String(cpuSeconds), ...node], options)
}
