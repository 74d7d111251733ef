'use client'

import { Button, PasswordInput } from '@mantine/core'
import { problemText } from '#components/kit/problem-text.ts'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { call } from '#lib/client/api.ts'
import { acceptLinkContract } from '#lib/domain/access/contract.ts'
import { isProblem } from '#lib/shared/problem.ts'
import css from './auth.module.css'
import { passwordFault, passwordHint } from './password-hint.ts'
import { ProblemNote } from './problem-note.tsx'
import { send, signInWithPassword, textField } from './sign-in.ts'

/** Chooses the password of the person a one-time link is for, and signs them in. */
export function JoinForm({ token, email }: { token: string; email: string }) {
  const { form, submit, busy, problem } = useRequestForm({
    initialValues: { password: '' },
    read: data => ({ password: textField(data, 'password') }),
    validate: ({ password }) => ({ password: passwordFault(password) }),
    request: async ({ password }) => {
      await accept(token, password)
      return signInWithPassword(email, password)
    },
    onDone: unsigned => window.location.assign(unsigned === null ? '/' : '/sign-in'),
  })
  return (
    <form className={css.form} method="post" noValidate onSubmit={submit}>
      <ProblemNote text={problemText(problem)} />
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput
        classNames={{ input: css.input }}
        name="password"
        label="Your password"
        description={passwordHint}
        autoComplete="new-password"
        size="md"
        error={form.errors.password}
        autoFocus
      />
      <Button type="submit" size="md" fullWidth loading={busy}>
        Set password and sign in
      </Button>
    </form>
  )
}

/** Nobody is signed in yet, so there is no token of a session to send; unless somebody else is, in this browser. */
async function accept(token: string, password: string): Promise<void> {
  try {
    await send(acceptLinkContract, { token, password })
  } catch (error) {
    if (!isProblem(error) || error.fields.type !== 'csrf') throw error
    await call(acceptLinkContract, { body: { token, password } })
  }
}
