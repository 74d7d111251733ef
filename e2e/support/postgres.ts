import { setup } from '#lib/platform/testing/global-setup.ts'

// biome-ignore lint/style/noDefaultExport: Playwright asks for it
export default setup
