'use client'

import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconKeyboard, IconLogout } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Choices } from '#components/kit/choices.tsx'
import { MenuLine } from '#components/kit/menu-line.tsx'
import { PopOver } from '#components/kit/pop-over.tsx'
import { setPreferences, usePreferences } from '#lib/client/preferences.ts'
import { signOut } from '#lib/client/sign-out.ts'
import { useHydrated } from '#lib/client/use-hydrated.ts'
import { useShell } from './shell-context.ts'
import styles from './user-menu.module.css'

/** Who is signed in, and what they may change about their own view; `children` are buttons before the preferences. */
export function UserMenu({ children }: { children: ReactNode }) {
  const { user, openShortcuts } = useShell()
  return (
    <div className={styles.menu}>
      <p className={styles.who}>
        <span title={user.label}>{user.label}</span>
        <small>{user.role}</small>
      </p>
      {children}
      <PopOver
        label="Preferences"
        title="Preferences"
        className="hp-icon"
        button={<IconAdjustmentsHorizontal size={16} aria-hidden />}
      >
        {close => (
          <div className={styles.panel}>
            <PreferenceChoices />
            <div className={styles.lines}>
              <MenuLine
                icon={<IconKeyboard size={16} aria-hidden />}
                onPick={() => {
                  close()
                  openShortcuts()
                }}
              >
                Keyboard shortcuts
              </MenuLine>
              <MenuLine icon={<IconLogout size={16} aria-hidden />} onPick={() => void signOut()}>
                Sign out
              </MenuLine>
            </div>
          </div>
        )}
      </PopOver>
    </div>
  )
}

/** Kept in this browser; each applies at once. */
function PreferenceChoices() {
  const { zone, density, shortcuts } = usePreferences()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const hydrated = useHydrated()
  return (
    <>
      <Choices<MantineColorScheme>
        label="Colours"
        value={hydrated ? colorScheme : 'auto'}
        choices={{ auto: 'System', light: 'Light', dark: 'Dark' }}
        onChange={setColorScheme}
      />
      <Choices
        label="Rows"
        value={density}
        choices={{ normal: 'Normal', compact: 'Compact' }}
        onChange={next => setPreferences({ density: next })}
      />
      <Choices
        label="Times"
        value={zone}
        choices={{ local: 'Local', utc: 'UTC' }}
        onChange={next => setPreferences({ zone: next })}
      />
      <Choices
        label="Single-key shortcuts"
        value={shortcuts}
        choices={{ on: 'On', off: 'Off' }}
        onChange={next => setPreferences({ shortcuts: next })}
      />
    </>
  )
}
