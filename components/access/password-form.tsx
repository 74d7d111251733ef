'use client'

import { Button, PasswordInput } from '@mantine/core'
import { Failure } from '#components/kit/failure.tsx'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { call } from '#lib/client/api.ts'
import { changePasswordContract } from '#lib/domain/access/contract.ts'
import { plural } from '#lib/shared/numbers.ts'
import styles from './account.module.css'
import { passwordFault, passwordHint } from './password-hint.ts'
import { useRefreshAccess } from './refresh.ts'

/** A new password for one's own account. The e-mail stands hidden in the form for password managers. */
export function PasswordForm({ email }: { email: string }) {
  const refresh = useRefreshAccess()
  const { form, submit, busy, answer, problem } = useRequestForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: ({ currentPassword, newPassword }) => ({
      ...(currentPassword === '' ? { currentPassword: 'Type your current password.' } : {}),
      newPassword: passwordFault(newPassword),
    }),
    request: body => call(changePasswordContract, { body }),
    onDone: (_, { reset }) => {
      reset()
      return refresh()
    },
  })
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput
        label="Current password"
        autoComplete="current-password"
        {...form.getInputProps('currentPassword')}
      />
      <PasswordInput
        label="New password"
        description={passwordHint}
        autoComplete="new-password"
        {...form.getInputProps('newPassword')}
      />
      {problem ? <Failure what="The password was not changed." error={problem} /> : null}
      <div className={styles.buttons}>
        <Button type="submit" loading={busy}>
          Change password
        </Button>
      </div>
      <p role="status">
        {answer ? `Changed. ${plural(answer.sessions, 'other session')} ended; this one continues.` : null}
      </p>
    </form>
  )
}
