import { defineConfig } from '@playwright/test'
import { presentChromium } from './scripts/chromium.ts'

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** What measures memory, or fills the machine: it would disturb others, and they it. */
const apart = ['**/otlp-memory.spec.ts', '**/weight.spec.ts']

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/support/global-setup.ts',
  workers: 2,
  projects: [
    { name: 'together', testIgnore: apart },
    { name: 'apart', testMatch: apart, workers: 1 },
  ],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    screenshot: 'only-on-failure',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? presentChromium() ?? undefined,
      args: process.getuid?.() === 0 ? [...flags, '--no-sandbox'] : flags,
    },
  },
})
