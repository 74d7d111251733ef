'use client'

import { useSyncExternalStore } from 'react'
import { storageKey } from './preferences-script.ts'

/** How one reader wants the interface; kept in this browser only. */
export interface Preferences {
  zone: 'local' | 'utc'
  density: 'normal' | 'compact'
  navigation: 'wide' | 'narrow'
  shortcuts: 'on' | 'off'
}

const choices: { [K in keyof Preferences]: readonly Preferences[K][] } = {
  zone: ['local', 'utc'],
  density: ['normal', 'compact'],
  navigation: ['wide', 'narrow'],
  shortcuts: ['on', 'off'],
}
export const defaultPreferences: Preferences = {
  zone: 'local',
  density: 'normal',
  navigation: 'wide',
  shortcuts: 'on',
}

/** Reads what was stored, whoever stored it: anything that is no choice of ours is the default. */
export function parsePreferences(text: string | null): Preferences {
  let stored: unknown = null
  try {
    stored = JSON.parse(text ?? 'null')
  } catch {
    // Not ours; the defaults stand.
  }
  const found = { ...defaultPreferences }
  if (typeof stored !== 'object' || stored === null) return found
  for (const key of Object.keys(choices) as (keyof Preferences)[]) {
    const value = (stored as Record<string, unknown>)[key]
    if ((choices[key] as readonly unknown[]).includes(value)) Object.assign(found, { [key]: value })
  }
  return found
}

let text: string | null | undefined
let current = defaultPreferences
const listeners = new Set<() => void>()

function read(): Preferences {
  if (typeof localStorage === 'undefined') return defaultPreferences
  const stored = localStorage.getItem(storageKey)
  if (stored !== text) {
    text = stored
    current = parsePreferences(stored)
  }
  return current
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  // Another tab of the same browser.
  globalThis.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    globalThis.removeEventListener('storage', listener)
  }
}

/** The reader's preferences; the defaults on the server and while its HTML comes alive. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, read, () => defaultPreferences)
}

/** Outside of rendering. */
export const preferences = read

export function setPreferences(change: Partial<Preferences>): void {
  localStorage.setItem(storageKey, JSON.stringify({ ...read(), ...change }))
  const { density, navigation } = read()
  Object.assign(document.documentElement.dataset, { density, navigation })
  for (const listener of listeners) listener()
}
