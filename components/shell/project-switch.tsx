'use client'

import { IconSelector } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './project-switch.module.css'
import { useShell } from './shell-context.ts'

/** Which project this tab shows, and the way to another: a full page load, so that nothing of this one is left. */
export function ProjectSwitch({ demo }: { demo?: ReactNode }) {
  const { project, projects } = useShell()
  const several = projects.length > 1
  const go = (slug: string) => {
    // The same page there, without what belongs to this project: ids and filters.
    const [, page = ''] = globalThis.location.pathname.split('/')
    globalThis.location.assign(`/${page}?project=${encodeURIComponent(slug)}`)
  }
  return (
    <div className={styles.project} title={`Project ${project.name}`}>
      {several ? (
        <label className={styles.select}>
          <span className="hp-sr">Project</span>
          <select value={project.slug} onChange={event => go(event.currentTarget.value)}>
            {projects.map(({ slug, name, demo }) => (
              <option key={slug} value={slug}>
                {demo && !/demo/i.test(name) ? `${name} (demo)` : name}
              </option>
            ))}
          </select>
          <IconSelector size={14} aria-hidden />
        </label>
      ) : (
        <p className={styles.name}>{project.name}</p>
      )}
      {project.demo ? demo : null}
    </div>
  )
}
