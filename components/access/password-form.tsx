'use client'

import { Button, PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '#lib/client/api.ts'
import { changePasswordContract } from '#lib/domain/access/contract.ts'
import { minPasswordLength } from '#lib/domain/access/rules.ts'
import { plural } from '#lib/shared/numbers.ts'
import { isProblem } from '#lib/shared/problem.ts'
import styles from './account.module.css'
import { useRefreshAccess } from './refresh.ts'

/** A new password for one's own account. The e-mail stands hidden in the form for password managers. */
export function PasswordForm({ email }: { email: string }) {
  const refresh = useRefreshAccess()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () => call(changePasswordContract, { body: { currentPassword: current, newPassword: next } }),
    onSuccess: () => {
      setCurrent('')
      setNext('')
      return refresh()
    },
  })
  const short = next.normalize('NFKC').length < minPasswordLength
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (current !== '' && !short) change.mutate()
  }
  const problem = problemAt(change.error)
  return (
    <form className={styles.form} onSubmit={submit}>
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput
        label="Current password"
        autoComplete="current-password"
        value={current}
        error={problem.current}
        onChange={event => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label="New password"
        description={`At least ${minPasswordLength} characters. A sentence is easier to keep than a riddle.`}
        autoComplete="new-password"
        value={next}
        error={problem.next}
        onChange={event => setNext(event.currentTarget.value)}
      />
      <div className={styles.buttons}>
        <Button
          type="submit"
          loading={change.isPending}
          disabled={current === '' || short}
          title={short ? 'Type both first' : undefined}
        >
          Change password
        </Button>
      </div>
      <p role="status">
        {change.data ? `Changed. ${plural(change.data.sessions, 'other session')} ended; this one goes on.` : null}
      </p>
    </form>
  )
}

function problemAt(error: unknown): { current?: string; next?: string } {
  if (!error) return {}
  const text = isProblem(error) ? (error.fields.detail ?? error.fields.title) : 'The page met an error of its own.'
  const ofNext = isProblem(error) && error.fields.field === 'body.newPassword'
  return ofNext ? { next: text.replace(/^body\.newPassword: /, '') } : { current: text }
}
