'use client'

import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { Failure } from '#components/kit/failure.tsx'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import type { Scope } from '#lib/shared/permissions.ts'
import styles from './keys.module.css'

const choices: { scope: Scope; what: string }[] = [
  { scope: 'ingest', what: 'send traces' },
  { scope: 'agent', what: 'ask for approval, claim approved actions' },
  { scope: 'read', what: 'read traces, approvals and the audit log' },
  { scope: 'ci', what: 'report evals and pipelines' },
  { scope: 'admin', what: 'read everything a machine may' },
]

/** Days a key lives; an empty value is for ever. */
const lifetimes = [
  { value: '', label: 'Until it is revoked' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
]

export interface NewKey {
  name: string
  scopes: Scope[]
  agent: string | null
  expiresAt: string | null
}

interface Props {
  /** Resolves when the key is created. */
  onSubmit: (body: NewKey) => Promise<unknown>
  onCancel: () => void
}

const initialValues = { name: '', scopes: ['ingest', 'agent'], agent: '', expiresAt: '' }

/** Traces and approvals are what an agent needs; the rest is chosen on purpose. */
export function KeyForm({ onSubmit, onCancel }: Props) {
  const { form, submit, busy, problem } = useRequestForm({
    initialValues,
    validate: ({ name, scopes }) => ({
      ...(name.trim() === '' ? { name: 'Give a name.' } : {}),
      ...(scopes.length === 0 ? { scopes: 'Choose at least one scope.' } : {}),
    }),
    request: ({ name, scopes, agent, expiresAt }) =>
      onSubmit({
        name: name.trim(),
        scopes: choices.map(each => each.scope).filter(scope => scopes.includes(scope)),
        agent: agent.trim() || null,
        expiresAt: expiresAt ? new Date(Date.now() + Number(expiresAt) * 86_400_000).toISOString() : null,
      }),
  })
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <TextInput
        label="Name"
        description="Where it is used, e.g. support-triage in production"
        maxLength={100}
        autoFocus
        {...form.getInputProps('name')}
      />
      <Checkbox.Group label="It may" {...form.getInputProps('scopes')}>
        <div className={styles.scopes}>
          {choices.map(({ scope, what }) => (
            <Checkbox key={scope} value={scope} label={`${scope}: ${what}`} />
          ))}
        </div>
      </Checkbox.Group>
      <div className={styles.pair}>
        <TextInput
          label="Only for the agent"
          description="The name of the agent; leave empty for any agent"
          maxLength={200}
          {...form.getInputProps('agent')}
        />
        <NativeSelect
          label="Valid"
          description="After that the key is invalid"
          data={lifetimes}
          {...form.getInputProps('expiresAt')}
        />
      </div>
      {problem ? <Failure what="The key was not created." error={problem} /> : null}
      <div className={styles.buttons}>
        <Button type="submit" loading={busy}>
          Create key
        </Button>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
