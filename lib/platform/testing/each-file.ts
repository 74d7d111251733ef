import { afterAll, vi } from 'vitest'
import { forgetAll } from '#lib/platform/registry.ts'

/** Whatever a test file left behind in its process ends with it. These hooks stand before those of the file, and so run after them. */
const environment = { ...process.env }

afterAll(() => {
  vi.useRealTimers()
  forgetAll()
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
  Object.assign(process.env, environment)
})
