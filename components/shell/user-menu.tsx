'use client'

import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconKeyboard, IconLogout, IconMoon, IconSun } from '@tabler/icons-react'
import { signOut } from '#lib/client/sign-out.ts'
import { useShell } from './shell-context.ts'
import styles from './user-menu.module.css'

/** Who is signed in, and what they may change about their own view. */
export function UserMenu() {
  const { user, openShortcuts } = useShell()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: true })
  const other = scheme === 'dark' ? 'light' : 'dark'
  return (
    <div className={styles.menu}>
      <p className={styles.who}>
        <span title={user.label}>{user.label}</span>
        <small>{user.role}</small>
      </p>
      <div>
        <button
          type="button"
          onClick={() => setColorScheme(other)}
          aria-label={`Use ${other} colours`}
          title={`Use ${other} colours`}
        >
          {other === 'dark' ? <IconMoon size={16} aria-hidden /> : <IconSun size={16} aria-hidden />}
        </button>
        <button type="button" onClick={openShortcuts} aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)">
          <IconKeyboard size={16} aria-hidden />
        </button>
        <button type="button" onClick={() => void signOut()} aria-label="Sign out" title="Sign out">
          <IconLogout size={16} aria-hidden />
        </button>
      </div>
    </div>
  )
}
