'use client'

import { useEffect, useSyncExternalStore } from 'react'

/** One thing that a domain lets the palette find. */
export interface PaletteEntry {
  id: string
  label: string
  /** A second line: what tells it from others like it. */
  description: string
  /** Also found by these. */
  keywords: string[]
  href: string
}

type Groups = ReadonlyMap<string, readonly PaletteEntry[]>
const none: Groups = new Map()
let groups = none
const listeners = new Set<() => void>()

function set(name: string, entries: readonly PaletteEntry[] | null): void {
  const next = new Map(groups)
  if (entries === null) next.delete(name)
  else next.set(name, entries)
  groups = next
  for (const listener of listeners) listener()
}

/** Puts a domain's entries under their heading, as long as whoever calls it is mounted. */
export function useProvideEntries(name: string, entries: readonly PaletteEntry[]): void {
  useEffect(() => {
    set(name, entries)
    return () => set(name, null)
  }, [name, entries])
}

/** All that the domains put in. */
export const usePaletteEntries = (): Groups =>
  useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => groups,
    () => none,
  )
