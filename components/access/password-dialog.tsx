'use client'

import { Button, Group, Modal, PasswordInput } from '@mantine/core'
import { problemText } from '#components/kit/problem-text.ts'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { call } from '#lib/client/api.ts'
import { reauthenticateContract } from '#lib/domain/access/contract.ts'
import styles from './account.module.css'

/** Asks for the password again. When it is closed, the waiting request gets its original problem. */
export function PasswordDialog({ onDone }: { onDone: (proved: boolean) => void }) {
  const { form, submit, busy, problem } = useRequestForm({
    initialValues: { password: '' },
    validate: ({ password }) => (password === '' ? { password: 'Type your password.' } : {}),
    request: body => call(reauthenticateContract, { body }),
    onDone: () => onDone(true),
  })
  const password = form.getInputProps('password')
  return (
    <Modal opened lockScroll={false} centered title="Is it still you?" onClose={() => onDone(false)}>
      <form className={styles.dialog} noValidate onSubmit={submit}>
        <p className="hp-muted">
          This needs your password, typed within the last 10 minutes. The action continues once the password is right.
        </p>
        <PasswordInput
          label="Your password"
          autoComplete="current-password"
          data-autofocus
          {...password}
          error={password.error ?? problemText(problem)}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={() => onDone(false)}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Continue
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
