import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const wellKnown = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

function present(): string | null {
  const named = process.env.CHROMIUM_PATH
  if (named && existsSync(named)) return named
  const own = chromium.executablePath()
  return existsSync(own) ? own : (wellKnown.find(file => existsSync(file)) ?? null)
}

/** A Chromium to test with: found, or installed by Playwright or Debian; null with a sentence when neither can. */
export function findChromium(): { path: string } | { path: null; how: string } {
  const found = present()
  if (found) return { path: found }
  spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'ignore', timeout: 300_000 })
  if (!present() && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env, timeout: 300_000 })
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: 'ignore', env, timeout: 600_000 })
  }
  const now = present()
  if (now) return { path: now }
  return {
    path: null,
    how: 'No Chromium: install it (apt-get install chromium, or npx playwright install chromium) or set CHROMIUM_PATH.',
  }
}
