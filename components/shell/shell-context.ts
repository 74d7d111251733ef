'use client'

import { createContext, useContext } from 'react'
import type { LiveState } from '#lib/client/use-live.ts'
import type { Role } from '#lib/shared/permissions.ts'

export interface ShellUser {
  id: string
  label: string
  role: Role
}

export interface ShellProject {
  id: string
  slug: string
  name: string
  demo: boolean
}

export interface Shell {
  user: ShellUser
  /** The one that this tab shows. */
  project: ShellProject
  /** All that the person is a member of. */
  projects: readonly ShellProject[]
  live: LiveState
  openMenu: () => void
  openPalette: () => void
  openShortcuts: () => void
}

const ShellContext = createContext<Shell | null>(null)
export const ShellProvider = ShellContext.Provider

export function useShell(): Shell {
  const shell = useContext(ShellContext)
  if (!shell) throw new Error('used outside the shell')
  return shell
}
