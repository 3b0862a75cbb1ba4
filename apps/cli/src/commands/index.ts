import type { Command } from '../command.ts'

/** Every command by name, each read only when it is wanted. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).start,
  demo: async () => (await import('./demo.ts')).demo,
  migrate: async () => (await import('./migrate.ts')).migrate,
  doctor: async () => (await import('./doctor.ts')).doctor,
  connector: async () => (await import('./connector.ts')).connector,
  backfill: async () => (await import('./backfill.ts')).backfill,
  rebuild: async () => (await import('./rebuild.ts')).rebuild,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
  export: async () => (await import('./export.ts')).exportCommand,
  events: async () => (await import('./events.ts')).events,
  lab: async () => (await import('./lab.ts')).lab,
  keys: async () => (await import('./keys.ts')).keys,
}
