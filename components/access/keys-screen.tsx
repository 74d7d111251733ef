'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import { useRef, useState } from 'react'
import { Empty } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { usePages } from '#lib/client/use-pages.ts'
import { listKeysContract } from '#lib/domain/access/contract.ts'
import type { ApiKey } from '#lib/domain/access/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { CreatedKey } from './created-key.tsx'
import { KeyForm } from './key-form.tsx'
import { KeyTable } from './key-table.tsx'
import styles from './keys.module.css'
import { SettingsFrame } from './settings-frame.tsx'
import { useCreateKey } from './use-create-key.ts'

const idOf = ({ id }: ApiKey) => id

/** Keys that agents and their exporters use. */
export function KeysScreen() {
  const denial = denialForRole('keys.manage', useShell().user.role)
  const enabled = denial === null
  const keys = usePages(listKeysContract, { key: [], filters: () => ({}), idOf, enabled })
  const [asking, setAsking] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const create = useCreateKey()
  const close = () => {
    setAsking(false)
    opener.current?.focus()
  }
  return (
    <SettingsFrame fill>
      <KeyTable
        keys={keys}
        pending={keys.isPending && enabled}
        failure={
          keys.error ? <Failure what="The keys could not be read." error={keys.error} retry={keys.retry} /> : null
        }
        empty={
          enabled && !asking && !create.data ? (
            <Empty title="No keys yet">
              <p>Create a key. Then put the two variables that it shows into the environment of your agent.</p>
            </Empty>
          ) : null
        }
        above={
          <div className={styles.screen}>
            {create.data ? <CreatedKey created={create.data} onDone={create.reset} /> : null}
            <div className={styles.top}>
              <p className="hp-muted">
                With a key an agent sends traces and asks for approval. No key can approve anything.{' '}
                <Link href="/docs/connect">Connect an agent</Link>
              </p>
              <Button ref={opener} disabled={!enabled} title={denial ?? undefined} onClick={() => setAsking(true)}>
                New key
              </Button>
            </div>
            {asking ? (
              <KeyForm
                onSubmit={async body => {
                  await create.mutateAsync(body)
                  setAsking(false)
                }}
                onCancel={close}
              />
            ) : null}
            {denial ? <p>{denial}</p> : null}
          </div>
        }
      />
    </SettingsFrame>
  )
}
