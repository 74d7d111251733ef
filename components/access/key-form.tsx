'use client'

import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Failure } from '#components/kit/failure.tsx'
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
  busy: boolean
  error: unknown
  onSubmit: (body: NewKey) => void
  onCancel: () => void
}

/** Traces and approvals are what an agent needs; the rest is chosen on purpose. */
export function KeyForm({ busy, error, onSubmit, onCancel }: Props) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<string[]>(['ingest', 'agent'])
  const [agent, setAgent] = useState('')
  const [days, setDays] = useState('')
  const missing = name.trim() === '' ? 'Give it a name first' : scopes.length === 0 ? 'Choose at least one scope' : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (missing) return
    onSubmit({
      name: name.trim(),
      scopes: choices.map(each => each.scope).filter(scope => scopes.includes(scope)),
      agent: agent.trim() || null,
      expiresAt: days ? new Date(Date.now() + Number(days) * 86_400_000).toISOString() : null,
    })
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        label="Name"
        description="Where it is used, e.g. support-triage in production"
        value={name}
        maxLength={100}
        autoFocus
        onChange={event => setName(event.currentTarget.value)}
      />
      <Checkbox.Group label="It may" value={scopes} onChange={setScopes}>
        <div className={styles.scopes}>
          {choices.map(({ scope, what }) => (
            <Checkbox key={scope} value={scope} label={`${scope}: ${what}`} />
          ))}
        </div>
      </Checkbox.Group>
      <div className={styles.pair}>
        <TextInput
          label="Only for the agent"
          description="Its name; empty: for any agent"
          value={agent}
          maxLength={200}
          onChange={event => setAgent(event.currentTarget.value)}
        />
        <NativeSelect
          label="Valid"
          description="It is refused afterwards"
          data={lifetimes}
          value={days}
          onChange={event => setDays(event.currentTarget.value)}
        />
      </div>
      {error ? <Failure what="The key was not created." error={error} /> : null}
      <div className={styles.buttons}>
        <Button type="submit" loading={busy} disabled={missing !== null} title={missing ?? undefined}>
          Create key
        </Button>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
