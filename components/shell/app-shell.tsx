'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useMemo } from 'react'
import { chunkOf, usePreloaded } from '#lib/client/preloaded.ts'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import { useLive } from '#lib/client/use-live.ts'
import { useFirst, useProjectInAddress } from '#lib/client/use-tab-project.ts'
import { useVisualHeight } from '#lib/client/use-visual-height.ts'
import { topics } from '#lib/domain/list.ts'
import { keyPlaces } from './nav-items.ts'
import styles from './shell.module.css'
import { type Shell, type ShellProject, ShellProvider, type ShellUser } from './shell-context.ts'
import { SideBar } from './side-bar.tsx'
import { useLayer } from './use-layer.ts'

// Opened by few on few visits: not part of the first load.
const palette = chunkOf(() => import('./palette.tsx').then(module => module.Palette))
const shortcuts = chunkOf(() => import('./shortcuts.tsx').then(module => module.Shortcuts))

interface Props {
  user: ShellUser
  project: ShellProject
  projects: readonly ShellProject[]
  /** The place in the event stream: later events may be missing in the page. */
  place: string
  /** Counts beside navigation items, by item id. */
  badges: Record<string, ReactNode>
  /** In the side bar of a demo project. */
  demo?: ReactNode
  /** From the domains: each adds its entries to the palette. */
  found?: ReactNode
  children: ReactNode
}

/** The frame of every page behind sign-in: navigation, live connection, palette and shortcuts. */
export function AppShell({ badges, demo, found, children, ...loaded }: Props) {
  const { user, project, projects, place } = useFirst(loaded)
  useProjectInAddress(project, projects.length > 1)
  const router = useRouter()
  const { layer, show, close } = useLayer()
  const live = useLive(topics, place)
  useVisualHeight()
  const Palette = usePreloaded(palette, layer === 'palette')
  const Shortcuts = usePreloaded(shortcuts, layer === 'shortcuts')
  useHotkeys({
    'mod+k': () => show('palette'),
    '?': () => show('shortcuts'),
    ...Object.fromEntries(keyPlaces.map(({ keys, href }) => [keys, () => router.push(href)])),
  })
  const shell = useMemo<Shell>(
    () => ({
      user,
      project,
      projects,
      live,
      openMenu: () => show('menu'),
      openPalette: () => show('palette'),
      openShortcuts: () => show('shortcuts'),
    }),
    [user, project, projects, live, show],
  )
  return (
    <ShellProvider value={shell}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <div className={styles.shell}>
        <SideBar badges={badges} demo={demo} open={layer === 'menu'} onClose={close} />
        <div className={styles.content}>{children}</div>
      </div>
      {found}
      {layer === 'palette' && Palette ? <Palette onClose={close} onShortcuts={() => show('shortcuts')} /> : null}
      {layer === 'shortcuts' && Shortcuts ? <Shortcuts onClose={close} /> : null}
    </ShellProvider>
  )
}
