'use client'

import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
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

/** Reads its fields from the form itself: what a password manager or a quick typist filled before hydration counts. */
export function SignInForm({ returnTo, error }: Props) {
  const [problem, setProblem] = useState(signInProblem(error))
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [email, password] = [textField(form, 'email').trim(), textField(form, 'password')]
    if (!email || !password) return setProblem('Type your e-mail address and your password.')
    setBusy(true)
    setProblem(null)
    const failure = await signInWithPassword(email, password)
    if (failure === null) return window.location.assign(returnTo)
    setProblem(failure)
    setBusy(false)
  }

  return (
    <form className={css.form} method="post" action="/api/auth/callback/credentials" noValidate onSubmit={submit}>
      <ProblemNote text={problem} />
      <TextInput
        classNames={fields}
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        size="md"
        autoFocus
      />
      <PasswordInput classNames={fields} name="password" label="Password" autoComplete="current-password" size="md" />
      <Button type="submit" size="md" fullWidth loading={busy}>
        Sign in
      </Button>
    </form>
  )
}
