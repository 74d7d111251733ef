'use client'

import { Spotlight, spotlight } from '@mantine/spotlight'
import '@mantine/spotlight/styles.css'
import { useMantineColorScheme } from '@mantine/core'
import { IconKeyboard, IconListTree, IconMoon, IconSearch, IconSun } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Key } from '#components/kit/blocks.tsx'
import { morePlaces, navItems } from './nav-items.ts'
import { usePaletteEntries } from './palette-entries.ts'

const traceId = /^[0-9a-f]{32}$/i

/** ⌘K: pages, appearance, what the domains put in, and a trace by its id or by words. */
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
  const words = query.trim()
  const find = words
    ? [
        {
          id: 'find',
          label: traceId.test(words) ? `Open trace ${words.slice(0, 8)}…` : `Search traces for “${words}”`,
          leftSection: <IconListTree size={16} aria-hidden />,
          keywords: words,
          onClick: () =>
            router.push(traceId.test(words) ? `/traces/${words}` : `/traces?text=${encodeURIComponent(words)}`),
        },
      ]
    : []
  return (
    <Spotlight
      onSpotlightClose={onClose}
      query={query}
      onQueryChange={setQuery}
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
          actions: entries.map(({ href, ...entry }) => ({ ...entry, onClick: () => router.push(href) })),
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
