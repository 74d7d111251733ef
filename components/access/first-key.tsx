'use client'

import { Button, TextInput } from '@mantine/core'
import Link from 'next/link'
import { Code } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { useShell } from '#components/shell/shell-context.ts'
import { denialForRole } from '#lib/domain/list.ts'
import styles from './keys.module.css'
import { useCreateKey } from './use-create-key.ts'

/** Creates the key of the first agent; the caller shows the secret where it is needed. */
export function FirstKey({ onKey }: { onKey: (secret: string) => void }) {
  const denial = denialForRole('keys.manage', useShell().user.role)
  const create = useCreateKey()
  const { form, submit, busy, problem } = useRequestForm({
    initialValues: { name: 'first agent' },
    validate: ({ name }) => (name.trim() === '' ? { name: 'Give a name.' } : {}),
    request: ({ name }) =>
      create.mutateAsync({ name: name.trim(), scopes: ['ingest', 'agent'], agent: null, expiresAt: null }),
    onDone: created => onKey(created.secret),
  })
  if (denial) return <p>{denial} Ask for a key with the scopes ingest and agent.</p>
  if (create.data) {
    return (
      <>
        <Code label="key" text={create.data.secret} />
        <p className="hp-muted">
          It is also filled in everywhere below. Copy it now: it is not shown again. Revoke it, or make others with
          other scopes, under <Link href="/settings/keys">API keys</Link>.
        </p>
      </>
    )
  }
  return (
    <form className={styles.take} noValidate onSubmit={submit}>
      <TextInput label="Name of the key" maxLength={100} {...form.getInputProps('name')} />
      <Button type="submit" loading={busy}>
        Create key
      </Button>
      {problem ? <Failure what="The key was not created." error={problem} /> : null}
    </form>
  )
}
