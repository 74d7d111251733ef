import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** The same engine without a window: it loads a page with half of the work. */
const shell = '/usr/bin/chromium-headless-shell'
const wellKnown = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** One that is there may still lack libraries of the system. */
const runs = (file: string) => existsSync(file) && spawnSync(file, ['--version'], { timeout: 60_000 }).status === 0

/** One that is on this machine. */
export const presentChromium = () => [shell, chromium.executablePath(), ...wellKnown].find(runs) ?? null

function install(): void {
  const root = process.getuid?.() === 0
  const withLibraries = root ? ['--with-deps'] : []
  spawnSync('npx', ['playwright', 'install', ...withLibraries, 'chromium'], { stdio: 'ignore', timeout: 300_000 })
  if (presentChromium() || !root) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env, timeout: 300_000 })
  for (const name of ['chromium-headless-shell', 'chromium']) {
    if (presentChromium()) return
    spawnSync('apt-get', ['install', '-y', '-qq', name], { stdio: 'ignore', env, timeout: 600_000 })
  }
}

/** A Chromium to test with: found, or installed by Playwright or Debian; null with a sentence when neither can. */
export function findChromium(say: (line: string) => void): { path: string } | { path: null; how: string } {
  const named = process.env.CHROMIUM_PATH
  if (named)
    return runs(named) ? { path: named } : { path: null, how: `CHROMIUM_PATH is ${named}, which does not run.` }
  const found = presentChromium()
  if (found) return { path: found }
  say('Installing a browser to test with …')
  install()
  const now = presentChromium()
  if (now) return { path: now }
  return {
    path: null,
    how: 'No Chromium could be installed: do it as root (apt-get install chromium, or npx playwright install --with-deps chromium), or set CHROMIUM_PATH.',
  }
}
