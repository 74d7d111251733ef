'use client'

import { useEffect, useSyncExternalStore } from 'react'

/** One thing that a domain lets the palette find. */
interface PaletteEntry {
  id: string
  label: string
  /** A second line that distinguishes it from similar ones. */
  description: string
  /** Also found by these. */
  keywords: string[]
  href: string
}

/** Null while a domain still reads its entries. */
type Entries = readonly PaletteEntry[] | null
type Groups = ReadonlyMap<string, Entries>
const none: Groups = new Map()
let groups = none
let open = false
const listeners = new Set<() => void>()

function tell(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function change(how: (next: Map<string, Entries>) => void): void {
  const next = new Map(groups)
  how(next)
  groups = next
  tell()
}

/** Puts a domain's entries under their heading, as long as whoever calls it is mounted. */
export function useProvideEntries(name: string, entries: Entries): void {
  useEffect(() => {
    change(next => next.set(name, entries))
    return () => change(next => next.delete(name))
  }, [name, entries])
}

/** All that the domains put in. */
export const usePaletteEntries = (): Groups =>
  useSyncExternalStore(
    subscribe,
    () => groups,
    () => none,
  )

/** Called by the palette: it is open while it is mounted. */
export function useTellOpen(): void {
  useEffect(() => {
    open = true
    tell()
    return () => {
      open = false
      tell()
    }
  }, [])
}

/** Whether the palette is open. */
export const usePaletteOpen = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => open,
    () => false,
  )
