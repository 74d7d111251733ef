'use client'

import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { call } from '#lib/client/api.ts'
import { acceptLinkContract } from '#lib/domain/access/contract.ts'
import { minPasswordLength } from '#lib/domain/access/rules.ts'
import { isProblem } from '#lib/shared/problem.ts'
import css from './auth.module.css'
import { ProblemNote } from './problem-note.tsx'
import { signInWithPassword, textField } from './sign-in.ts'

/** Chooses the password of the person a one-time link is for, and signs them in. */
export function JoinForm({ token, email }: { token: string; email: string }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const password = textField(new FormData(event.currentTarget), 'password')
    if (password.normalize('NFKC').length < minPasswordLength) {
      return setProblem(`The password needs at least ${minPasswordLength} characters.`)
    }
    setBusy(true)
    const failure = await accept(token, password)
    if (failure === null) {
      const unsigned = await signInWithPassword(email, password)
      return window.location.assign(unsigned === null ? '/' : '/sign-in')
    }
    setProblem(failure)
    setBusy(false)
  }

  return (
    <form className={css.form} method="post" noValidate onSubmit={submit}>
      <ProblemNote text={problem} />
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput
        classNames={{ input: css.input }}
        name="password"
        label="Your password"
        description={`At least ${minPasswordLength} characters. A sentence is easier to keep than a riddle.`}
        autoComplete="new-password"
        size="md"
        autoFocus
      />
      <Button type="submit" size="md" fullWidth loading={busy}>
        Set password and sign in
      </Button>
    </form>
  )
}

/** Null when it worked. Nobody is signed in yet, so there is no token of a session to send. */
async function accept(token: string, password: string): Promise<string | null> {
  try {
    const answer = await fetch(acceptLinkContract.path, {
      method: acceptLinkContract.method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, password }),
    })
    if (answer.ok) return null
    const problem: { type?: string; detail?: string } = await answer.json()
    // Somebody is signed in in this browser, so that the request needs the token of their session.
    if (problem.type === 'csrf') {
      await call(acceptLinkContract, { body: { token, password } })
      return null
    }
    return (problem.detail ?? 'It did not work. Try again.').replace(/^body\.\w+: /, '')
  } catch (error) {
    if (isProblem(error)) return error.fields.detail ?? error.fields.title
    return 'Holdpoint did not answer. Check the connection and try again.'
  }
}
