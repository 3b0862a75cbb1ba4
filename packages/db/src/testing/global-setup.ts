import type { TestProject } from 'vitest/node'
import { startThrowawayServer } from '../embedded/index.ts'
import { migrate } from '../migrate.ts'
import { createDatabase, prepareRoles, withDatabase } from '../roles.ts'
import { passwords, template } from './names.ts'

/** One real server for the whole run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startThrowawayServer()
  await prepareRoles(server.url, passwords)
  await createDatabase(server.url, template)
  await migrate(withDatabase(server.url, template, { name: 'throughline_owner', password: passwords.owner }))
  project.provide('postgres', server.url)
  return () => server.stop()
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string
  }
}
