import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'lib/**/*.test.ts',
      'components/**/*.test.ts',
      'prisma/**/*.test.ts',
      'scripts/**/*.test.ts',
      'bench/**/*.test.ts',
      'clients/**/*.test.ts',
    ],
    // Files share a process, which saves a second of imports for each; each-file.ts clears it between them.
    isolate: false,
    setupFiles: ['lib/platform/testing/declare.ts', 'lib/platform/testing/each-file.ts'],
    globalSetup: ['lib/platform/testing/global-setup.ts'],
    env: {
      ...{ NEXTAUTH_SECRET: 'secret of the tests', HOLDPOINT_SECRET: 'another secret of the tests' },
      // Reports of clients in tests are nobody else's to tell.
      HOLDPOINT_JOURNAL: mkdtempSync(path.join(tmpdir(), 'holdpoint-test-journal-')),
    },
    // What a test waits for comes at once on an idle machine, and much later on a busy one.
    expect: { poll: { timeout: 20_000, interval: 20 } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
