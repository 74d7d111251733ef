'use client'

import Link from 'next/link'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { projectSwitchContract } from '#lib/domain/agents/switch/contract.ts'
import styles from './project-off-bar.module.css'

/** Over every page while all agents of the project are stopped: who did it, when and why, and the way back. */
export function ProjectOffBar() {
  const { data } = useContract(projectSwitchContract)
  if (!data || data.enabled) return null
  return (
    <div className={styles.bar} role="alert">
      <strong>All agents are stopped.</strong>
      <span>
        <VisibleText text={data.by ?? ''} />
        {data.since ? (
          <>
            , <When at={data.since} />
          </>
        ) : null}
        : <VisibleText text={data.reason ?? ''} />
      </span>
      <Link href="/settings/projects">Start them again…</Link>
    </div>
  )
}
