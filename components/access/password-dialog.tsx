'use client'

import { Button, Group, Modal, PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '#lib/client/api.ts'
import { reauthenticateContract } from '#lib/domain/access/contract.ts'
import { isProblem } from '#lib/shared/problem.ts'
import styles from './account.module.css'

/** Asks for the password once more. Nothing is lost by closing it: what waits is told that it was not proven. */
export function PasswordDialog({ onDone }: { onDone: (proved: boolean) => void }) {
  const [password, setPassword] = useState('')
  const prove = useMutation({
    mutationFn: () => call(reauthenticateContract, { body: { password } }),
    onSuccess: () => onDone(true),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (password !== '' && !prove.isPending) prove.mutate()
  }
  return (
    <Modal opened lockScroll={false} centered title="Is it still you?" onClose={() => onDone(false)}>
      <form className={styles.dialog} onSubmit={submit}>
        <p className="hp-muted">
          What you are about to do needs your password, typed within the last 10 minutes. It goes on as soon as it is
          right.
        </p>
        <PasswordInput
          label="Your password"
          autoComplete="current-password"
          data-autofocus
          value={password}
          error={prove.error ? reason(prove.error) : null}
          onChange={event => setPassword(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={() => onDone(false)}>
            Cancel
          </Button>
          <Button type="submit" loading={prove.isPending} disabled={password === ''}>
            Go on
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

const reason = (error: unknown) =>
  isProblem(error) ? (error.fields.detail ?? error.fields.title) : 'The page met an error of its own.'
