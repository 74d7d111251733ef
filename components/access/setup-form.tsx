'use client'

import { Button, PasswordInput, TextInput } from '@mantine/core'
import { problemText } from '#components/kit/problem-text.ts'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { setupContract } from '#lib/domain/access/contract.ts'
import css from './auth.module.css'
import { passwordFault, passwordHint } from './password-hint.ts'
import { ProblemNote } from './problem-note.tsx'
import { send, signInWithPassword, textField } from './sign-in.ts'
import { tokenOf } from './view.ts'

const fields = { input: css.input }

/** Creates the first administrator, signs them in and leads them to their first agent. */
export function SetupForm({ token }: { token: string | null }) {
  // Where the address holds the token there is no field for it: its problem is one of the whole form.
  const proof = token === null ? { token: '' } : {}
  const { form, submit, busy, problem } = useRequestForm({
    initialValues: { ...proof, name: '', email: '', password: '' },
    read: data => ({
      ...(token === null ? { token: tokenOf(textField(data, 'token')) } : {}),
      name: textField(data, 'name').trim(),
      email: textField(data, 'email').trim(),
      password: textField(data, 'password'),
    }),
    validate: values => ({
      ...(values.token === '' ? { token: 'Only whoever started the server can create the first administrator.' } : {}),
      ...(values.name ? {} : { name: 'Give a name. Colleagues see it beside your decisions.' }),
      ...(values.email.includes('@') ? {} : { email: 'That is not an e-mail address.' }),
      password: passwordFault(values.password),
    }),
    request: async values => {
      await send(setupContract, { token, ...values })
      return signInWithPassword(values.email, values.password)
    },
    onDone: unsigned => window.location.assign(unsigned === null ? '/docs/connect' : '/sign-in'),
  })
  const { errors } = form
  return (
    <form className={css.form} method="post" noValidate onSubmit={submit}>
      <ProblemNote text={problemText(problem)} />
      {token === null ? (
        <TextInput
          classNames={fields}
          name="token"
          label="Setup token"
          description="The link that the server printed when it started, or the token in it"
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
        description={passwordHint}
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
