'use client'

import { createContext, useContext } from 'react'
import type { LiveState } from '#lib/client/use-live.ts'
import type { Role } from '#lib/shared/permissions.ts'

export interface ShellUser {
  label: string
  role: Role
}

export interface Shell {
  user: ShellUser
  project: string
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
