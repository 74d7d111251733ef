'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import { useRef, useState } from 'react'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { listKeysContract } from '#lib/domain/access/contract.ts'
import { refusalForRole } from '#lib/shared/permissions.ts'
import { CreatedKey } from './created-key.tsx'
import { KeyForm } from './key-form.tsx'
import { KeyTable } from './key-table.tsx'
import styles from './keys.module.css'
import { SettingsFrame } from './settings-frame.tsx'
import { useCreateKey } from './use-create-key.ts'

/** Keys that agents and their exporters use. */
export function KeysScreen() {
  const refusal = refusalForRole('keys.manage', useShell().user.role)
  const list = useContract(listKeysContract, { query: { limit: 200 } }, { enabled: refusal === null })
  const [asking, setAsking] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const create = useCreateKey()
  return (
    <SettingsFrame>
      <div className={styles.screen}>
        {create.data ? <CreatedKey created={create.data} onDone={create.reset} /> : null}
        <div className={styles.top}>
          <p className="hp-muted">
            An agent sends traces and asks for approval with a key. No key can approve anything.{' '}
            <Link href="/docs/connect">Connect an agent</Link>
          </p>
          <Button ref={opener} disabled={refusal !== null} title={refusal ?? undefined} onClick={() => setAsking(true)}>
            New key
          </Button>
        </div>
        {asking ? (
          <KeyForm
            busy={create.isPending}
            error={create.error}
            onSubmit={body => create.mutate(body, { onSuccess: () => setAsking(false) })}
            onCancel={() => {
              setAsking(false)
              opener.current?.focus()
            }}
          />
        ) : null}
        {refusal ? <p>{refusal}</p> : null}
        {list.error ? (
          <Failure what="The keys could not be read." error={list.error} retry={() => void list.refetch()} />
        ) : null}
        {list.isPending && refusal === null ? <Skeleton rows={4} /> : null}
        {list.data?.items.length === 0 && !asking && !create.data ? (
          <Empty title="No keys yet">
            <p>Create one, then paste the two variables it shows into your agent’s environment.</p>
          </Empty>
        ) : null}
        {list.data && list.data.items.length > 0 ? <KeyTable items={list.data.items} /> : null}
      </div>
    </SettingsFrame>
  )
}
