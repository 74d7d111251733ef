'use client'

import { Button, TextInput } from '@mantine/core'
import Link from 'next/link'
import { type FormEvent, useState } from 'react'
import { Code } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { refusalForRole } from '#lib/shared/permissions.ts'
import styles from './keys.module.css'
import { useCreateKey } from './use-create-key.ts'

/** Makes the key of a first agent in place; whoever asks for it puts the secret where it is needed. */
export function TakeKey({ onKey }: { onKey: (secret: string) => void }) {
  const refusal = refusalForRole('keys.manage', useShell().user.role)
  const [name, setName] = useState('first agent')
  const create = useCreateKey()
  if (refusal) return <p>{refusal} Ask for a key with the scopes ingest and agent.</p>
  if (create.data) {
    return (
      <>
        <Code label="key" text={create.data.secret} />
        <p className="hp-muted">
          It stands in everything below as well. Copy it now: it is not shown again. Revoke it, or make others with
          other scopes, under <Link href="/settings/keys">API keys</Link>.
        </p>
      </>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim()) return
    create.mutate(
      { name: name.trim(), scopes: ['ingest', 'agent'], agent: null, expiresAt: null },
      { onSuccess: created => onKey(created.secret) },
    )
  }
  return (
    <form className={styles.take} onSubmit={submit}>
      <TextInput
        label="Name of the key"
        value={name}
        maxLength={100}
        onChange={event => setName(event.currentTarget.value)}
      />
      <Button type="submit" loading={create.isPending} disabled={!name.trim()}>
        Create key
      </Button>
      {create.error ? <Failure what="The key was not created." error={create.error} /> : null}
    </form>
  )
}
