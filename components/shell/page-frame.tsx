'use client'

import { IconMenu2, IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Key } from '#components/kit/blocks.tsx'
import { LiveMark } from './live-mark.tsx'
import styles from './shell.module.css'
import { useShell } from './shell-context.ts'

interface Props {
  title: ReactNode
  /** Beside the title: the scope of the page. */
  tools?: ReactNode
  /** Replaces the menu button on phones, e.g. with a way back. */
  back?: ReactNode
  children: ReactNode
}

/** The bar over a page and the page under it. */
export function PageFrame({ title, tools, back, children }: Props) {
  const { openMenu, openPalette } = useShell()
  return (
    <>
      <header className={styles.head}>
        {back ?? (
          <button type="button" className={styles.menuButton} onClick={openMenu} aria-label="Open menu">
            <IconMenu2 size={18} aria-hidden />
          </button>
        )}
        <h1>{title}</h1>
        <div className={styles.tools}>{tools}</div>
        <button type="button" className={styles.search} onClick={openPalette}>
          <IconSearch size={15} aria-hidden />
          <span>Search or jump to</span>
          <Key>⌘K</Key>
        </button>
        <LiveMark />
      </header>
      <main id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
    </>
  )
}
