import { afterAll, vi } from 'vitest'
import { forgetAll } from '#lib/platform/registry.ts'

/**
 * Test files share a process, which saves a second of imports for each: whatever one left behind in the process ends
 * with it. These hooks stand before those of the file, and so run after them.
 */
const environment = { ...process.env }

afterAll(() => {
  vi.useRealTimers()
  forgetAll()
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
  Object.assign(process.env, environment)
})
