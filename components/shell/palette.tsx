'use client'

import { Spotlight, spotlight } from '@mantine/spotlight'
import '@mantine/spotlight/styles.css'
import { useMantineColorScheme } from '@mantine/core'
import { IconKeyboard, IconMoon, IconSearch, IconSun } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Key } from '#components/kit/blocks.tsx'
import { navigation } from '#lib/domain/list.ts'
import { icons, morePlaces, navItems } from './nav-items.ts'
import { usePaletteEntries, useTellOpen } from './palette-entries.ts'
import { inOrder } from './palette-filter.ts'

/** ⌘K: pages, appearance, and what the domains put in or find by the words typed. */
export function Palette({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const router = useRouter()
  const { setColorScheme } = useMantineColorScheme()
  const [query, setQuery] = useState('')
  // Opened through its store: forced open it would never say that it was closed.
  useEffect(() => {
    spotlight.open()
    return () => spotlight.close()
  }, [])
  const groups = usePaletteEntries()
  useTellOpen()
  const words = query.trim()
  // What is first is chosen: a search stands there only when nothing better can come any more.
  const reading = [...groups.values()].includes(null)
  const find = navigation.flatMap(({ find }) => {
    const found = words && !reading ? find?.(words) : null
    if (!found) return []
    const Icon = icons[found.icon]
    return {
      id: `find-${found.href}`,
      label: found.label,
      leftSection: <Icon size={16} aria-hidden />,
      keywords: words,
      onClick: () => router.push(found.href),
    }
  })
  return (
    <Spotlight
      onSpotlightClose={onClose}
      query={query}
      onQueryChange={setQuery}
      filter={inOrder}
      shortcut={null}
      // The page itself never scrolls, and the lock's style tag has no nonce.
      lockScroll={false}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      nothingFound="Nothing by that name."
      searchProps={{ placeholder: 'Search or jump to', leftSection: <IconSearch size={16} aria-hidden /> }}
      actions={[
        ...[...navItems, ...morePlaces].map(({ id, label, href, icon: Icon, goKey }) => ({
          id,
          label,
          leftSection: <Icon size={16} aria-hidden />,
          rightSection: goKey ? <Key>g {goKey}</Key> : undefined,
          onClick: () => router.push(href),
        })),
        ...[...groups].map(([group, entries]) => ({
          group,
          actions: (entries ?? []).map(({ href, ...entry }) => ({ ...entry, onClick: () => router.push(href) })),
        })),
        ...find,
        {
          id: 'light',
          label: 'Light colours',
          leftSection: <IconSun size={16} aria-hidden />,
          onClick: () => setColorScheme('light'),
        },
        {
          id: 'dark',
          label: 'Dark colours',
          leftSection: <IconMoon size={16} aria-hidden />,
          onClick: () => setColorScheme('dark'),
        },
        {
          id: 'shortcuts',
          label: 'Keyboard shortcuts',
          leftSection: <IconKeyboard size={16} aria-hidden />,
          rightSection: <Key>?</Key>,
          closeSpotlightOnTrigger: false,
          onClick: onShortcuts,
        },
      ]}
    />
  )
}
