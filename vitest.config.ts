import { defineConfig } from 'vitest/config'

/** `*.test.ts` needs nothing; `*.db.test.ts` gets a real PostgreSQL server, started once for the whole run. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages,bench,bin}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.db.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{apps,packages,bench,bin}/**/*.db.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['./packages/db/src/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
