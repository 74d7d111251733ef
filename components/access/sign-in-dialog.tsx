'use client'

import { Button, Group, Modal, PasswordInput, TextInput } from '@mantine/core'
import { problemText } from '#components/kit/problem-text.ts'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { call } from '#lib/client/api.ts'
import { meContract } from '#lib/domain/access/contract.ts'
import styles from './account.module.css'
import { ProblemNote } from './problem-note.tsx'
import { signInWithPassword } from './sign-in.ts'

interface Props {
  /** Whose page it is. */
  userId: string
  onDone: (signedIn: boolean) => void
}

/** Signs in again over the page, which stays as it is. Closed, the waiting request gets its original problem. */
export function SignInDialog({ userId, onDone }: Props) {
  const { form, submit, busy, problem } = useRequestForm({
    initialValues: { email: '', password: '' },
    validate: ({ email, password }) => ({
      ...(email.trim() ? {} : { email: 'Type your e-mail address.' }),
      ...(password ? {} : { password: 'Type your password.' }),
    }),
    request: async ({ email, password }) => {
      const failure = await signInWithPassword(email.trim(), password)
      if (failure !== null) throw new Error(failure)
      return call(meContract)
    },
    onDone: ({ id }) => {
      if (id === userId) return onDone(true)
      // Somebody else: nothing of this page is theirs.
      window.location.reload()
    },
  })
  return (
    <Modal opened lockScroll={false} centered title="Your session has ended" onClose={() => onDone(false)}>
      <form className={styles.dialog} noValidate onSubmit={submit}>
        <p className="hp-muted">Sign in again. This page stays as it is, and what you were doing continues.</p>
        <ProblemNote text={problemText(problem)} />
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <PasswordInput label="Your password" autoComplete="current-password" {...form.getInputProps('password')} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={() => onDone(false)}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Sign in
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
