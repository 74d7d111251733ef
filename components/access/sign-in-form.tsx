'use client'

import { Button, PasswordInput, TextInput } from '@mantine/core'
import { problemText } from '#components/kit/problem-text.ts'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import css from './auth.module.css'
import { ProblemNote } from './problem-note.tsx'
import { signInProblem, signInWithPassword, textField } from './sign-in.ts'

interface Props {
  /** Path to open afterwards; already checked to be ours. */
  returnTo: string
  /** Code of an earlier failure, from the address. */
  error: string | null
}

const fields = { input: css.input }

/** Signs in with what stands in its fields, filled by hand or by a password manager. */
export function SignInForm({ returnTo, error }: Props) {
  const { form, submit, busy, problem } = useRequestForm({
    initialValues: { email: '', password: '' },
    read: data => ({ email: textField(data, 'email').trim(), password: textField(data, 'password') }),
    validate: ({ email, password }) => ({
      ...(email ? {} : { email: 'Type your e-mail address.' }),
      ...(password ? {} : { password: 'Type your password.' }),
    }),
    request: async ({ email, password }) => {
      const failure = await signInWithPassword(email, password)
      if (failure !== null) throw new Error(failure)
    },
    onDone: () => window.location.assign(returnTo),
  })
  return (
    <form className={css.form} method="post" action="/api/auth/callback/credentials" noValidate onSubmit={submit}>
      <ProblemNote text={problemText(problem) ?? (busy ? null : signInProblem(error))} />
      <TextInput
        classNames={fields}
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        size="md"
        error={form.errors.email}
        autoFocus
      />
      <PasswordInput
        classNames={fields}
        name="password"
        label="Password"
        autoComplete="current-password"
        size="md"
        error={form.errors.password}
      />
      <Button type="submit" size="md" fullWidth loading={busy}>
        Sign in
      </Button>
    </form>
  )
}
