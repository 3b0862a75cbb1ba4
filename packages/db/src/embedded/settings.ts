import { totalmem } from 'node:os'

const mebi = 1024 * 1024

/** Settings as the server's command line takes them. */
export const flags = (settings: Record<string, string>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])

const common = {
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A detail line quotes the row that offended, and a statement its values: neither belongs in a log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
}

/** For tests: nothing survives a crash, and nothing needs to. */
export const throwawaySettings = (port: number): Record<string, string> => ({
  ...common,
  listen_addresses: '127.0.0.1',
  port: String(port),
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '120',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  autovacuum_naptime: '10s',
  max_wal_senders: '0',
  wal_level: 'minimal',
  jit: 'off',
})

/**
 * For a real installation on one machine: fsync, synchronous_commit and full_page_writes stay on. Buffers are a quarter of
 * memory, 128 MB to 2 GB; checkpoints rare, because the first writes after each cost three times the log (measured).
 *
 * @param memoryBytes what this machine, or this container, may use
 */
export const durableSettings = (memoryBytes: number, socketDir: string): Record<string, string> => {
  const quarter = Math.floor(memoryBytes / 4 / mebi)
  const buffers = Math.min(2048, Math.max(128, quarter))
  return {
    ...common,
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: `${buffers}MB`,
    effective_cache_size: `${Math.max(256, quarter * 2)}MB`,
    max_wal_size: memoryBytes > 7 * 1024 * mebi ? '8GB' : '2GB',
    checkpoint_timeout: '20min',
    random_page_cost: '1.1',
    jit: 'off',
    wal_level: 'replica',
    max_wal_senders: '2',
    archive_mode: 'on',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
  }
}

/** What this machine, or the container we are in, may use. */
export const memoryBytes = (): number => {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}
