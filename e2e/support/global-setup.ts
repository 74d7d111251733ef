import { setup } from '#lib/platform/testing/global-setup.ts'
import { build, generate } from '#scripts/steps.ts'

/** Before all specs: the production build, when its sources changed, and the PostgreSQL of the run. */
// biome-ignore lint/style/noDefaultExport: Playwright asks for it
export default async function prepare(): Promise<() => Promise<void>> {
  await generate(console.log)
  await build(console.log)
  return setup()
}
