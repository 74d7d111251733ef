'use client'

import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { setupContract } from '#lib/domain/access/contract.ts'
import { minPasswordLength } from '#lib/domain/access/rules.ts'
import css from './auth.module.css'
import { ProblemNote } from './problem-note.tsx'
import { signInWithPassword, textField } from './sign-in.ts'
import { tokenOf } from './view.ts'

type Errors = Partial<Record<'token' | 'email' | 'name' | 'password' | 'form', string>>

const fields = { input: css.input }

/** Creates the first administrator, signs them in and leads them to their first agent. */
export function SetupForm({ token }: { token: string | null }) {
  const [errors, setErrors] = useState<Errors>({})
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const field = (name: string) => textField(form, name)
    const proof = token ?? tokenOf(field('token'))
    const body = { token: proof, email: field('email').trim(), name: field('name').trim(), password: field('password') }
    const missing = check(body)
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    setBusy(true)
    const failed = await create(body, token === null)
    if (failed) {
      setErrors(failed)
      return setBusy(false)
    }
    const unsigned = await signInWithPassword(body.email, body.password)
    window.location.assign(unsigned === null ? '/docs/connect' : '/sign-in')
  }

  const hint = `At least ${minPasswordLength} characters. A sentence is easier to keep than a riddle.`
  return (
    <form className={css.form} method="post" noValidate onSubmit={submit}>
      <ProblemNote text={errors.form ?? null} />
      {token === null ? (
        <TextInput
          classNames={fields}
          name="token"
          label="Setup token"
          description="The link the server printed at its start, or its token"
          autoComplete="off"
          size="md"
          error={errors.token}
          autoFocus
        />
      ) : null}
      <TextInput
        classNames={fields}
        name="name"
        label="Your name"
        autoComplete="name"
        size="md"
        error={errors.name}
        autoFocus={token !== null}
      />
      <TextInput
        classNames={fields}
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        size="md"
        error={errors.email}
      />
      <PasswordInput
        classNames={fields}
        name="password"
        label="Password"
        description={hint}
        autoComplete="new-password"
        size="md"
        error={errors.password}
      />
      <Button type="submit" size="md" fullWidth loading={busy}>
        Create administrator
      </Button>
    </form>
  )
}

function check(body: { token: string; email: string; name: string; password: string }): Errors {
  const errors: Errors = {}
  if (!body.token) errors.token = 'Only whoever started the server can create the first administrator.'
  if (!body.name) errors.name = 'Colleagues see it beside your decisions.'
  if (!body.email.includes('@')) errors.email = 'That is not an e-mail address.'
  if (body.password.length < minPasswordLength) errors.password = `At least ${minPasswordLength} characters.`
  return errors
}

/** Null when it worked. Nobody is signed in yet, so there is no token of a session to send. */
async function create(body: Record<string, string>, asked: boolean): Promise<Errors | null> {
  try {
    const answer = await fetch(setupContract.path, {
      method: setupContract.method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (answer.ok) return null
    const problem: { field?: string; detail?: string } = await answer.json()
    const detail = (problem.detail ?? 'Setting up did not work. Try again.').replace(/^body\.\w+: /, '')
    const at = /^body\.(token|email|name|password)$/.exec(problem.field ?? '')?.[1]
    return at && (at !== 'token' || asked) ? { [at]: detail } : { form: detail }
  } catch {
    return { form: 'Holdpoint did not answer. Check that it runs, then try again.' }
  }
}
