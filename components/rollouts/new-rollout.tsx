'use client'

import { Button, NativeSelect } from '@mantine/core'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import styles from '#components/kit/config/new-by-name.module.css'
import { PopOver } from '#components/kit/pop-over.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { listReleasesContract } from '#lib/domain/releases/contract.ts'

/** Asks which release is rolled out, and leads to its page, where the rest is asked. */
export function NewRollout() {
  const router = useRouter()
  const denial = denialForRole('rollouts.manage', useShell().user.role)
  const { data } = useContract(listReleasesContract, { query: { limit: 200 } })
  const [picked, setPicked] = useState('')
  const releases = data?.items.map(({ slug, agent }) => ({ value: slug, label: `${slug} (${agent})` })) ?? []
  const release = picked || releases[0]?.value
  return (
    <PopOver button="New rollout" denial={denial}>
      {close => (
        <form
          className={styles.new}
          aria-label="New rollout"
          onSubmit={event => {
            event.preventDefault()
            if (release === undefined) return
            close()
            router.push(`/releases/${encodeURIComponent(release)}?rollout=true`)
          }}
        >
          {data && releases.length === 0 ? (
            <p className="hp-muted">
              No release is registered yet. <Link href="/releases">How to register one</Link>
            </p>
          ) : (
            <NativeSelect
              label="Release"
              description="The newest first"
              data={releases}
              value={release ?? ''}
              onChange={event => setPicked(event.currentTarget.value)}
            />
          )}
          <Button type="submit" disabled={release === undefined}>
            Set it up
          </Button>
        </form>
      )}
    </PopOver>
  )
}
