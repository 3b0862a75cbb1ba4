import { defineConfig } from '@playwright/test'

/** Stories with a server of their own: they need nothing of the one that the others share, and run beside them. */
const withTheirOwn = ['apart', 'events-kill', 'first-owner', 'kill', 'tracker'].map((name) => `**/${name}.story.ts`)

/** The real product in a real browser: `e2e/global-setup.ts` starts it with a small demo world, on a port of its own. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.story.ts',
  globalSetup: './e2e/global-setup.ts',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 2,
  // Those that share one server tell their stories one after another: they change what the next one sees.
  projects: [
    { name: 'shared', testIgnore: withTheirOwn, workers: 1 },
    { name: 'own', testMatch: withTheirOwn, workers: 1 },
  ],
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'America/New_York',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
