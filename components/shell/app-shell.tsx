'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useMemo } from 'react'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import { useLive } from '#lib/client/use-live.ts'
import { morePlaces, navItems } from './nav-items.ts'
import styles from './shell.module.css'
import { type Shell, ShellProvider, type ShellUser } from './shell-context.ts'
import { SideBar } from './side-bar.tsx'
import { useLayer } from './use-layer.ts'

// Opened by few on few visits: not part of the first load.
const Palette = dynamic(() => import('./palette.tsx').then(module => module.Palette), { ssr: false })
const Shortcuts = dynamic(() => import('./shortcuts.tsx').then(module => module.Shortcuts), { ssr: false })

interface Props {
  user: ShellUser
  project: string
  /** Counts beside navigation items, by item id. */
  badges: Record<string, ReactNode>
  children: ReactNode
}

/** The frame of every page behind sign-in: navigation, live connection, palette and shortcuts. */
export function AppShell({ user, project, badges, children }: Props) {
  const router = useRouter()
  const { layer, show, close } = useLayer()
  const live = useLive()
  useHotkeys({
    'mod+k': () => show('palette'),
    '?': () => show('shortcuts'),
    ...Object.fromEntries([...navItems, ...morePlaces].map(item => [`g ${item.goKey}`, () => router.push(item.href)])),
  })
  const shell = useMemo<Shell>(
    () => ({
      user,
      project,
      live,
      openMenu: () => show('menu'),
      openPalette: () => show('palette'),
      openShortcuts: () => show('shortcuts'),
    }),
    [user, project, live, show],
  )
  return (
    <ShellProvider value={shell}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <div className={styles.shell}>
        <SideBar badges={badges} open={layer === 'menu'} onClose={close} />
        <div className={styles.content}>{children}</div>
      </div>
      {layer === 'palette' ? <Palette onClose={close} onShortcuts={() => show('shortcuts')} /> : null}
      {layer === 'shortcuts' ? <Shortcuts onClose={close} /> : null}
    </ShellProvider>
  )
}
