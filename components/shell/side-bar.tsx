'use client'

import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import { IntentLink } from '#components/kit/intent-link.tsx'
import { setPreferences, usePreferences } from '#lib/client/preferences.ts'
import { useScope } from '#lib/client/use-scope.ts'
import { navGroups } from './nav-items.ts'
import { ProjectSwitch } from './project-switch.tsx'
import styles from './side-bar.module.css'
import { UserMenu } from './user-menu.tsx'

interface Props {
  badges: Record<string, ReactNode>
  /** Shown in a demo project. */
  demo?: ReactNode
  /** On phones the bar is a sheet over the page. */
  open: boolean
  onClose: () => void
}

export function SideBar({ badges, demo, open, onClose }: Props) {
  const path = usePathname()
  const { withScope } = useScope()
  useEffect(() => {
    if (!open) return
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && onClose()
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [open, onClose])
  return (
    <>
      {open ? <button type="button" className={styles.backdrop} aria-label="Close menu" onClick={onClose} /> : null}
      <aside className={styles.bar} data-open={open}>
        <IntentLink href="/" className={styles.brand} onClick={onClose}>
          {/* biome-ignore lint/performance/noImgElement: a 300-byte icon needs no image service */}
          <img src="/icon.svg" alt="" width={20} height={20} className={styles.logo} />
          <span>Holdpoint</span>
        </IntentLink>
        <ProjectSwitch demo={demo} />
        <nav aria-label="Main">
          {navGroups.map(group => (
            <div key={group.label}>
              {group.label === 'Overview' ? null : <p className={styles.group}>{group.label}</p>}
              <ul>
                {group.items.map(({ id, label, href, icon: Icon }) => (
                  <li key={id}>
                    <IntentLink
                      href={withScope(href)}
                      className={styles.item}
                      title={label}
                      aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}
                      onClick={onClose}
                    >
                      <Icon size={17} stroke={1.6} aria-hidden />
                      <span>{label}</span>
                      {badges[id]}
                    </IntentLink>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <UserMenu>
          <CollapseButton />
        </UserMenu>
      </aside>
    </>
  )
}

/** Leaves the icons; remembered in this browser. */
function CollapseButton() {
  const narrow = usePreferences().navigation === 'narrow'
  const Icon = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  const label = narrow ? 'Show the names' : 'Show icons only'
  return (
    <button
      type="button"
      className={`hp-icon ${styles.collapse}`}
      aria-label={label}
      title={label}
      onClick={() => setPreferences({ navigation: narrow ? 'wide' : 'narrow' })}
    >
      <Icon size={16} aria-hidden />
    </button>
  )
}
